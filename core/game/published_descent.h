// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/game/decomposition.h"

namespace spindle {

/// The procedure of the papers' code, for comparisons: v_and = (v + q)/2 + p, v_or = (v + q)/2 - p, sub-gradient
/// descent with momentum on p and q from zero, q projected on [-zeta, zeta] before each step and at the end
/// (METHOD.md#published-optimizer). It differs from the code in one thing: p(empty) = q(empty) = 0 and the empty set
/// costs nothing, so that its l1 is comparable with the linear program's. lowerBound is 0. Cost:
/// options.published.iterations times four transforms.
Decomposition publishedDecomposition(const CoalitionTable& table, const DecompositionOptions& options,
                                     const RunControl& control);

}  // namespace spindle
