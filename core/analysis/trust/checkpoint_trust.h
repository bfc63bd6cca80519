// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/matching_error.h"
#include "core/dynamics/mean_scores.h"
#include "core/results/stored_dynamics.h"

#include <limits>

namespace spindle {

/// How far the interactions of one checkpoint explain its scores, over its samples. In the score's unit where not a
/// share; all 0 with samples = 0.
struct CheckpointTrust {
  std::size_t samples = 0;
  double range = 0.0;           ///< mean |v(N) - v(empty)|
  double largest = 0.0;         ///< error of all interactions together against v(T), worst of all
  double salientMean = 0.0;     ///< error of the salient ones alone, mean
  double explained = 0.0;       ///< share of the variance of v(T) that the salient ones explain, mean over samples
  double leastExplained = 1.0;  ///< the same of the worst sample
  /// Certified relative distance from the sparsest decomposition, worst of all; NaN where there is no bound (AND or OR
  /// interactions alone).
  double gap = std::numeric_limits<double>::quiet_NaN();
  MeanScores scores;  ///< u(k)
};

/// O(n 2^n) a sample.
CheckpointTrust checkpointTrust(const StoredCheckpoint& stored, double threshold);

}  // namespace spindle
