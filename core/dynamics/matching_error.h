// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_strength.h"

#include <span>
#include <vector>

namespace spindle {

/// How well the interactions of one sample explain its scores (METHOD.md#universal-matching). All in the score's unit.
struct MatchingError {
  double largest = 0.0;         ///< max over T of |v(T) - sum of interactions|; at most the noise bound
  double mean = 0.0;            ///< of the same
  double salientLargest = 0.0;  ///< the same with the salient interactions only (Eq. 5)
  double salientMean = 0.0;
  /// 1 - sum (v - salient sum)^2 / sum (v - mean v)^2: the share of the scores' variance that salient interactions
  /// explain; can be negative; NaN for a constant v.
  double explained = 0.0;
};

/// values: v(T), 2^n entries, not shifted; interactions: of the same sample. Salient: |I| >= threshold after the
/// order-1 merge. O(n 2^n). Throws std::invalid_argument when the sizes differ.
MatchingError matchingError(std::span<const double> values, const SampleInteractions& interactions, double threshold);

/// One entry of the matching plot for each coalition: what the interactions add up to (salient ones only with a
/// threshold > 0), v(empty) included.
std::vector<double> matchedScores(const SampleInteractions& interactions, double threshold);

}  // namespace spindle
