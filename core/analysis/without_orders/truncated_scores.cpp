// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/without_orders/truncated_scores.h"

#include "core/game/coalition.h"

#include <bit>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// log(1 + exp(-v)) without overflow.
double lossOf(double v) {
  return v > 0.0 ? std::log1p(std::exp(-v)) : std::log1p(std::exp(v)) - v;
}

std::vector<double> lossesOf(std::span<const double> scores) {
  std::vector<double> losses;
  for (const double v : scores) losses.push_back(lossOf(v));
  return losses;
}

double resampledMean(const std::vector<double>& losses, std::size_t resample, std::uint64_t seed) {
  double sum = 0.0;
  for (const std::size_t row : resampledRows(losses.size(), resample, seed)) sum += losses[row];
  return sum / static_cast<double>(losses.size());
}

}  // namespace

std::vector<double> truncatedScores(double scoreOfEmpty, const SampleInteractions& sample) {
  const int n = std::countr_zero(sample.andPart.size());
  std::vector<double> scores(static_cast<std::size_t>(n) + 1, 0.0);
  for (Coalition s = 1; s < sample.andPart.size(); ++s)
    scores[static_cast<std::size_t>(order(s))] += sample.andPart[s] + sample.orPart[s];
  scores[0] = scoreOfEmpty;
  for (std::size_t k = 1; k < scores.size(); ++k) scores[k] += scores[k - 1];
  return scores;
}

LogOddsLoss logOddsLoss(std::span<const double> scores) {
  if (scores.empty()) return {unknown, unknown};
  LogOddsLoss mean;
  for (const double v : scores) {
    mean.loss += lossOf(v);
    mean.accuracy += v > 0.0 ? 1.0 : 0.0;
  }
  mean.loss /= static_cast<double>(scores.size());
  mean.accuracy /= static_cast<double>(scores.size());
  return mean;
}

LossGap lossGapOf(std::span<const double> trainScores, std::span<const double> testScores,
                  const ResamplingOptions& options) {
  LossGap result{logOddsLoss(testScores).loss - logOddsLoss(trainScores).loss, {unknown, unknown}};
  if (trainScores.size() < 2 || testScores.size() < 2) return result;
  const std::vector<double> train = lossesOf(trainScores), test = lossesOf(testScores);
  std::vector<double> gaps;
  for (std::size_t b = 0; b < options.resamples; ++b)
    gaps.push_back(resampledMean(test, b, options.seed + 1) - resampledMean(train, b, options.seed));
  result.interval = percentileInterval(std::move(gaps), options.level);
  return result;
}

}  // namespace spindle
