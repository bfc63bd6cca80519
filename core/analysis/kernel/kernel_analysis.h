// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

#include <memory>

namespace spindle {

/// The spectrum of the neural tangent kernel over training, and how far it moves from that of the start, from a stored
/// measurement.
std::shared_ptr<const Analysis> kernelAnalysis();

}  // namespace spindle
