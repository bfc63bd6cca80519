// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/resampling.h"
#include "core/dynamics/sample_interactions.h"

#include <span>
#include <vector>

namespace spindle {

/// v_k of one sample (METHOD.md#without-orders), k = 0 .. n: v(empty) plus all AND and OR interactions of order <= k.
/// v_n is v(N) without its noise term. O(2^n).
std::vector<double> truncatedScores(double scoreOfEmpty, const SampleInteractions& sample);

/// What samples with these scores cost and how often they are right, where the score is the log-odds of the label: the
/// loss -log p = log(1 + exp(-v)), and the share of samples with p > 1/2 (with more than two classes a lower bound of
/// the accuracy: the largest probability may be smaller). NaN without samples.
struct LogOddsLoss {
  double loss = 0.0, accuracy = 0.0;
};
LogOddsLoss logOddsLoss(std::span<const double> scores);

/// Difference of the mean losses of two sets of samples (test minus train), with the interval under resampling within
/// each set. The interval is NaN where a set has fewer than 2 samples, all is NaN where one has none.
struct LossGap {
  double gap = 0.0;
  PercentileInterval interval;
};
LossGap lossGapOf(std::span<const double> trainScores, std::span<const double> testScores,
                  const ResamplingOptions& options = {});

}  // namespace spindle
