// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/joint_decomposition.h"

#include <span>

namespace spindle {

/// polish() for a joint decomposition: sets to exactly zero, in all networks, the interactions below the largest
/// threshold of a geometric ladder for which every network is still reproduced within its noise bound and p of all
/// networks lie within their difference bounds of a common table, each plus tolerance. Never raises the loss.
/// Returns the number of entries set to zero. Cost: a few transforms.
std::size_t polishJointly(JointDecomposition& decomposition, std::span<const CoalitionTable> tables,
                          std::span<const double> noiseBounds, std::span<const double> differenceBounds, double alpha,
                          double tolerance);

/// By how much the worst entry leaves its bound: |q| of a network, or p of one network against another; 0 where all
/// are kept.
double largestJointExcess(std::span<const Decomposition> networks, std::span<const CoalitionTable> tables,
                          std::span<const double> noiseBounds, std::span<const double> differenceBounds);

}  // namespace spindle
