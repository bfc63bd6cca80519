// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/game/joint_decomposition.h"

#include <span>

namespace spindle {

/// The procedure of the code of arXiv 2401.16318, for comparisons: v_and = (v_i + q_i)/2 + c + d_i and v_or = (v_i +
/// q_i)/2 - c - d_i, sub-gradient descent with momentum on c, d_i and q_i from zero at a constant rate, q_i and d_i
/// clamped to their bounds before each step and at the end. The share of the maximum in the loss goes to the largest
/// interaction of a row (ties: in equal parts), that of the sum to all. With alpha 1 each network is decomposed alone.
/// It differs from the code in one thing: c(empty) = d_i(empty) = q_i(empty) = 0 and the empty set costs nothing, so
/// that its loss is comparable with the certified one. lowerBound is 0. Cost: options.published.iterations times four
/// transforms a network. Arguments as decomposeJointly() has checked them.
JointDecomposition publishedJointDecomposition(std::span<const CoalitionTable> tables,
                                               std::span<const double> differenceBounds, const JointOptions& options,
                                               const RunControl& control);

}  // namespace spindle
