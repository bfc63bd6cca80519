// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/measure/extraction_options.h"

#include <cstddef>

namespace spindle {

/// What one (checkpoint, sample) pair costs on this machine, one thread.
struct PairCost {
  double pairSeconds = 0.0;   ///< all coalitions and their decomposition
  double loadSeconds = 0.0;   ///< a network
  double startSeconds = 0.0;  ///< reading the run and the first network, before the first pair
  std::size_t processMegabytes = 0, networkMegabytes = 0;
};

/// Measured on the first checkpoint that loads and the first sample; a batch of coalitions is timed first, and where
/// all would take more than some ten seconds, it stands for them. options.batch must be known. Throws UserError where
/// no checkpoint loads, and Stopped.
PairCost measuredPairCost(const Run& run, const ExtractionOptions& options, RunControl& control);

}  // namespace spindle
