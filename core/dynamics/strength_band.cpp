// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/strength_band.h"

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

}  // namespace

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
