// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/context_orders/context_strength.h"

#include "core/analysis/context_orders/binomials.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace spindle {

std::vector<double> contextStrength(const ContextOrders& orders, std::span<const std::size_t> pairs) {
  if (pairs.empty()) return {};
  std::vector<double> strength(orders.orders(), 0.0);
  for (const std::size_t pair : pairs) {
    const std::span<const double> values = orders.of(pair);
    for (std::size_t m = 0; m < strength.size(); ++m) strength[m] += std::abs(values[m]);
  }
  for (double& value : strength) value /= static_cast<double>(pairs.size());
  return strength;
}

std::vector<double> relativeStrength(std::span<const double> strength) {
  const double mean = std::accumulate(strength.begin(), strength.end(), 0.0) / static_cast<double>(strength.size());
  std::vector<double> relative(strength.begin(), strength.end());
  for (double& value : relative) value = mean > 0.0 ? value / mean : std::numeric_limits<double>::quiet_NaN();
  return relative;
}

ContextCurve contextCurve(std::span<const std::vector<double>> bySample, const ResamplingOptions& options) {
  std::vector<const std::vector<double>*> rows;
  for (const std::vector<double>& one : bySample) {
    if (!one.empty()) rows.push_back(&one);
  }
  ContextCurve curve;
  curve.samples = rows.size();
  if (rows.empty()) return curve;
  const std::size_t orders = rows.front()->size();
  const auto add = [orders](std::vector<double>& sum, const std::vector<double>& one) {
    for (std::size_t m = 0; m < orders; ++m) sum[m] += one[m];
  };
  curve.strength.assign(orders, 0.0);
  for (const auto* row : rows) add(curve.strength, *row);
  for (double& value : curve.strength) value /= static_cast<double>(rows.size());
  curve.relative = relativeStrength(curve.strength);
  curve.low.assign(orders, std::numeric_limits<double>::quiet_NaN());
  curve.high = curve.low;
  if (rows.size() < 2) return curve;
  std::vector<std::vector<double>> drawn(orders);
  for (std::size_t b = 0; b < options.resamples; ++b) {
    std::vector<double> sum(orders, 0.0);
    for (const std::size_t row : resampledRows(rows.size(), b, options.seed)) add(sum, *rows[row]);
    const std::vector<double> relative = relativeStrength(sum);
    for (std::size_t m = 0; m < orders; ++m) drawn[m].push_back(relative[m]);
  }
  for (std::size_t m = 0; m < orders; ++m) {
    const PercentileInterval interval = percentileInterval(std::move(drawn[m]), options.level);
    curve.low[m] = interval.low;
    curve.high[m] = interval.high;
  }
  return curve;
}

std::vector<double> unstructuredRelativeStrength(int n) {
  std::vector<double> strength;
  for (int m = 0; m + 2 <= n; ++m) strength.push_back(1.0 / std::sqrt(binomial(n - 2, m)));
  return relativeStrength(strength);
}

}  // namespace spindle
