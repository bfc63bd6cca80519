#include "core/dynamics/trust.h"

#include "core/game/moebius.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace spindle {
namespace {

double standardDeviation(std::span<const double> values, double mean) {
  if (values.size() < 2) return std::numeric_limits<double>::quiet_NaN();
  double squares = 0.0;
  for (double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double meanOf(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

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
    result.byOrder.push_back(meanOf(column));
    result.error.push_back(standardDeviation(column, result.byOrder.back()) /
                           std::sqrt(static_cast<double>(column.size())));
  }
  double scale = 0.0;
  for (double u : result.byOrder) scale = std::max(scale, std::abs(u));
  for (std::size_t k = 1; k < result.byOrder.size(); ++k) {
    result.largestFall = std::max(result.largestFall, result.byOrder[k - 1] - result.byOrder[k]);
  }
  result.monotone = result.largestFall <= 1e-12 * scale;
  return result;
}

Spread spreadOf(std::span<const double> values) {
  const double mean = meanOf(values);
  return {mean, standardDeviation(values, mean)};
}

StrengthBand strengthBand(std::span<const OrderStrength> draws) {
  StrengthBand band;
  std::vector<std::vector<double>> columns;
  for (const OrderStrength& draw : draws) {
    if (draw.samples == 0) continue;
    if (band.draws == 0) columns.resize(static_cast<std::size_t>(draw.variables()));
    if (columns.size() != static_cast<std::size_t>(draw.variables())) {
      throw std::invalid_argument("strengthBand: the draws differ in n");
    }
    for (std::size_t k = 0; k < columns.size(); ++k) columns[k].push_back(draw.total(static_cast<int>(k) + 1));
    ++band.draws;
  }
  for (const auto& column : columns) {
    const Spread spread = spreadOf(column);
    band.mean.push_back(spread.mean);
    band.deviation.push_back(spread.deviation);
  }
  return band;
}

}  // namespace spindle
