// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// Shapley and Banzhaf values of each variable and the Shapley interaction index of pairs (game_values.h).
std::shared_ptr<const Analysis> valuesAnalysis();

}  // namespace spindle
