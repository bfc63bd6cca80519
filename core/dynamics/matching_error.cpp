// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/matching_error.h"

#include "core/game/moebius.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace spindle {

std::vector<double> matchedScores(const SampleInteractions& interactions, double threshold) {
  std::vector<double> andPart(interactions.andPart.begin(), interactions.andPart.end());
  std::vector<double> orPart(interactions.orPart.begin(), interactions.orPart.end());
  if (andPart.size() != orPart.size() || andPart.empty()) {
    throw std::invalid_argument("matchedScores: the tables differ in size or are empty");
  }
  for (std::size_t s = 1; s < andPart.size(); ++s) {
    andPart[s] = interactions.andOf(s);
    orPart[s] = interactions.orOf(s);
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

}  // namespace spindle
