// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trust/trust.h"

#include "core/dynamics/strength_band.h"
#include "core/game/moebius.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace spindle {
namespace {

/// v(S) - v(empty), averaged over the coalitions of each order.
std::vector<double> meansByOrder(std::span<const double> values) {
  const auto n = static_cast<std::size_t>(std::countr_zero(values.size()));
  std::vector<double> sum(n + 1, 0.0), count(n + 1, 0.0);
  for (Coalition s = 0; s < values.size(); ++s) {
    sum[static_cast<std::size_t>(order(s))] += values[s] - values[0];
    count[static_cast<std::size_t>(order(s))] += 1.0;
  }
  for (std::size_t k = 0; k <= n; ++k) sum[k] /= count[k];
  return sum;
}

}  // namespace

std::vector<double> matchedScores(const SampleInteractions& interactions, double threshold) {
  std::vector<double> andPart(interactions.andPart.begin(), interactions.andPart.end());
  std::vector<double> orPart(interactions.orPart.begin(), interactions.orPart.end());
  if (andPart.size() != orPart.size() || andPart.empty()) {
    throw std::invalid_argument("matchedScores: the tables differ in size or are empty");
  }
  for (std::size_t s = 1; s < andPart.size(); ++s) {
    if (std::has_single_bit(s)) {
      andPart[s] += orPart[s];
      orPart[s] = 0.0;
    }
    if (std::abs(andPart[s]) < threshold) andPart[s] = 0.0;
    if (std::abs(orPart[s]) < threshold) orPart[s] = 0.0;
  }
  orPart[0] = 0.0;
  zeta(andPart);
  orInverse(orPart, 0.0);
  std::transform(andPart.begin(), andPart.end(), orPart.begin(), andPart.begin(), std::plus<>());
  return andPart;
}

MatchingError matchingError(std::span<const double> values, const SampleInteractions& interactions, double threshold) {
  if (values.size() != interactions.andPart.size()) throw std::invalid_argument("matchingError: the sizes differ");
  const std::vector<double> all = matchedScores(interactions, 0.0), salient = matchedScores(interactions, threshold);
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  MatchingError error;
  double left = 0.0, whole = 0.0;
  for (std::size_t t = 0; t < values.size(); ++t) {
    const double off = std::abs(values[t] - all[t]), salientOff = std::abs(values[t] - salient[t]);
    error.largest = std::max(error.largest, off);
    error.salientLargest = std::max(error.salientLargest, salientOff);
    error.mean += off / count;
    error.salientMean += salientOff / count;
    left += salientOff * salientOff;
    whole += (values[t] - mean) * (values[t] - mean);
  }
  error.explained = whole > 0.0 ? 1.0 - left / whole : std::numeric_limits<double>::quiet_NaN();
  return error;
}

MeanScores meanScoresByOrder(std::span<const std::span<const double>> values) {
  std::vector<std::vector<double>> samples;
  for (const auto& table : values) {
    if (table.empty()) continue;
    if (!std::has_single_bit(table.size())) throw std::invalid_argument("meanScoresByOrder: 2^n entries are needed");
    samples.push_back(meansByOrder(table));
    if (samples.back().size() != samples.front().size()) {
      throw std::invalid_argument("meanScoresByOrder: the sizes differ");
    }
  }
  MeanScores result;
  if (samples.empty()) return result;
  for (std::size_t k = 0; k < samples.front().size(); ++k) {
    std::vector<double> column;
    for (const auto& sample : samples) column.push_back(sample[k]);
    const Spread spread = spreadOf(column);
    result.byOrder.push_back(spread.mean);
    result.error.push_back(spread.deviation / std::sqrt(static_cast<double>(column.size())));
  }
  double scale = 0.0;
  for (double u : result.byOrder) scale = std::max(scale, std::abs(u));
  for (std::size_t k = 1; k < result.byOrder.size(); ++k) {
    result.largestFall = std::max(result.largestFall, result.byOrder[k - 1] - result.byOrder[k]);
  }
  result.monotone = result.largestFall <= 1e-12 * scale;
  return result;
}

}  // namespace spindle
