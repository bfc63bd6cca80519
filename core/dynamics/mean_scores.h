// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace spindle {

/// u(k) = mean over |S| = k of v(S) - v(empty), k = 0 .. n, averaged over samples: the sparsity theorem assumes that it
/// does not fall with k (Ren et al. 2024, App. B).
struct MeanScores {
  std::vector<double> byOrder;  ///< n + 1 entries, the first 0
  std::vector<double> error;    ///< standard error over samples, NaN for fewer than 2
  bool monotone = true;         ///< never falls, beyond 1e-12 of the largest |u|
  double largestFall = 0.0;     ///< between neighboring orders, >= 0
};

/// values: one span of v(T) a sample, not shifted; empty spans are left out. Throws std::invalid_argument when sizes
/// differ or are no power of two.
MeanScores meanScoresByOrder(std::span<const std::span<const double>> values);

}  // namespace spindle
