// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/game/joint_decomposition.h"
#include "core/game/joint_iteration.h"

#include <span>

namespace spindle {

/// The decompositions of least joint loss (arXiv 2401.16318, Eq. 6) of one sample's scores by m networks, with the same
/// input variables: v_and = (v_i + q_i) / 2 + p_i and v_or = (v_i + q_i) / 2 - p_i, where p_i(T) = common(T) +
/// d_i(T), common is free and |d_i(T)| <= differenceBounds[i] (of the paper: half the mean of |v_i(N) - v_i(empty)|
/// over the samples); p_i(empty) = q_i(empty) = 0. tables: 1 to
/// maxJointNetworks, equal n <= 16, finite, not shifted, in the
/// score's unit, like the bounds (>= 0). Networks of equal scores and bounds get equal interactions. The result
/// depends on nothing else, to the last bit. Where several decompositions are optimal: the one the iteration comes to
/// from zero (see SparsestSolver). Cost: some hundred iterations of O(m n 2^n). The published method is
/// publishedJointDecomposition(), which proves nothing. Throws std::invalid_argument; Stopped
/// when control says so. Safe to call from several threads.
JointDecomposition decomposeJointly(std::span<const CoalitionTable> tables, std::span<const double> differenceBounds,
                                    const JointOptions& options, const RunControl& control = RunControl());

}  // namespace spindle
