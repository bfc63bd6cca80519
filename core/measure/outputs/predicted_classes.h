// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/run/run.h"

#include <span>
#include <vector>

namespace spindle {

/// The class for which the network at a checkpoint speaks most, of each of the samples (numbers in the run): the
/// largest output, or the sign of one output alone. Empty where the network returns no classes, or samples carry
/// several labels. One forward pass a sample. Loads LibTorch. Throws UserError when the checkpoint cannot be used,
/// Stopped.
std::vector<std::int64_t> predictedClasses(const Run& run, std::size_t checkpoint, std::span<const std::size_t> samples,
                                           const RunControl& control = RunControl());

}  // namespace spindle
