// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/score_slope.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr auto none = std::numeric_limits<std::size_t>::max();

/// Softmax over all entries but `skipped`, which gets 0.
std::vector<double> softmax(std::span<const float> row, std::size_t skipped) {
  double largest = -std::numeric_limits<double>::infinity(), sum = 0.0;
  for (std::size_t j = 0; j < row.size(); ++j) {
    if (j != skipped) largest = std::max(largest, static_cast<double>(row[j]));
  }
  std::vector<double> all(row.size(), 0.0);
  for (std::size_t j = 0; j < row.size(); ++j) {
    if (j == skipped) continue;
    all[j] = std::exp(static_cast<double>(row[j]) - largest);
    sum += all[j];
  }
  for (double& share : all) share /= sum;
  return all;
}

/// Of log p_target, and minus the logarithm of the sum of the others for log-odds, by probabilities.
std::vector<double> slopeByProbabilities(std::span<const float> row, Score score, std::size_t target) {
  std::vector<double> slope(row.size(), 0.0);
  double others = 0.0;
  for (std::size_t j = 0; j < row.size(); ++j) others += j == target ? 0.0 : static_cast<double>(row[j]);
  if (score == Score::logOdds) std::fill(slope.begin(), slope.end(), -1.0 / others);
  slope[target] = score == Score::probability ? 1.0 : 1.0 / static_cast<double>(row[target]);
  return slope;
}

/// Of the log-odds of class 1 by the single column of a two-class network.
double singleColumnSlope(double x, OutputKind output) {
  if (output == OutputKind::logits) return 1.0;
  return output == OutputKind::probabilities ? 1.0 / (x * (1.0 - x)) : -1.0 / std::expm1(x);
}

}  // namespace

std::vector<double> scoreSlope(std::span<const float> row, OutputKind output, Score score, std::size_t target) {
  const double value = scoreOf(row, output, score, target);
  std::vector<double> slope(row.size(), 0.0);
  if (score == Score::value) {
    slope[target] = 1.0;
    return slope;
  }
  if (row.size() == 1) {
    slope[0] = (target == 1 ? 1.0 : -1.0) * singleColumnSlope(row[0], output);
    const double probability = score == Score::probability      ? value
                               : score == Score::logProbability ? std::exp(value)
                                                                : 0.0;
    if (score == Score::logProbability) slope[0] *= 1.0 - probability;
    if (score == Score::probability) slope[0] *= probability * (1.0 - probability);
    return slope;
  }
  if (output == OutputKind::probabilities) return slopeByProbabilities(row, score, target);
  if (score == Score::logOdds || (score != Score::logit && output == OutputKind::logits)) {
    slope = softmax(row, score == Score::logOdds ? target : none);
    for (double& share : slope) share = -share;
  }
  slope[target] += 1.0;
  if (score == Score::probability) {
    for (double& one : slope) one *= value;
  }
  return slope;
}

}  // namespace spindle
