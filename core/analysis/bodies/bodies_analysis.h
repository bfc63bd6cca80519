// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// Does a network of moving bodies find the true interactions (METHOD.md#bodies)? Errors over time beside bodies that
/// stay or go straight on and beside other networks, paths, and interactions by order and time beside those of
/// simulations of every subset. Needs the measurement "bodies".
std::shared_ptr<const Analysis> bodiesAnalysis();

}  // namespace spindle
