// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/mean_scores.h"

#include "core/dynamics/strength_band.h"
#include "core/game/coalition_table.h"

#include <algorithm>
#include <bit>
#include <cmath>
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
    column.reserve(samples.size());
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
