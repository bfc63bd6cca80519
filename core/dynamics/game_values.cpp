// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/game_values.h"

#include "core/dynamics/matching_error.h"
#include "core/game/coalition.h"
#include "core/game/moebius.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace spindle {

GameValues gameValues(std::span<const double> scores) {
  std::vector<double> dividends(scores.begin(), scores.end());
  moebius(dividends);
  return gameValuesFromDividends(dividends);
}

GameValues gameValuesFromDividends(std::span<const double> dividends) {
  const int n = std::countr_zero(dividends.size());
  if (!std::has_single_bit(dividends.size()) || n < 1 || n > maxVariables) {
    throw std::invalid_argument("gameValues: a table needs 2^n entries with 1 <= n <= 20");
  }
  const auto size = static_cast<std::size_t>(n);
  GameValues values{std::vector<double>(size, 0.0), std::vector<double>(size, 0.0),
                    std::vector<double>(size * size, 0.0)};
  for (Coalition s = 1; s < dividends.size(); ++s) {
    const int k = order(s);
    const double shapley = dividends[s] / k, banzhaf = std::ldexp(dividends[s], 1 - k);
    for (Coalition rest = s; rest != 0; rest &= rest - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(rest));
      values.shapley[i] += shapley;
      values.banzhaf[i] += banzhaf;
      for (Coalition others = rest & (rest - 1); others != 0; others &= others - 1) {
        values.shapleyPairs[i * size + static_cast<std::size_t>(std::countr_zero(others))] += dividends[s] / (k - 1);
      }
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < i; ++j) values.shapleyPairs[i * size + j] = values.shapleyPairs[j * size + i];
  }
  return values;
}

GameValues gameValuesFromInteractions(std::span<const double> andPart, std::span<const double> orPart) {
  return gameValues(matchedScores({andPart, orPart, 0.0}, 0.0));
}

std::vector<PairValue> strongestPairs(const GameValues& values) {
  const std::size_t n = values.shapley.size();
  std::vector<PairValue> pairs;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 1; j < n; ++j) pairs.push_back({i, j, values.shapleyPairs[i * n + j]});
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const PairValue& a, const PairValue& b) { return std::abs(a.index) > std::abs(b.index); });
  return pairs;
}

}  // namespace spindle
