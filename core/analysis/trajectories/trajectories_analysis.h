// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// What becomes of each interaction over training, and of how many of each order (METHOD.md#trajectories).
std::shared_ptr<const Analysis> trajectoriesAnalysis();

}  // namespace spindle
