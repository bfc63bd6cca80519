// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/order_series.h"

#include <limits>
#include <numeric>
#include <stdexcept>

namespace spindle {

OrderSeries::OrderSeries(std::span<const OrderStrength> series) : weight_(series.size(), 0.0) {
  for (const OrderStrength& strength : series) {
    if (strength.samples == 0) continue;
    if (n_ != 0 && n_ != strength.variables()) throw std::invalid_argument("OrderSeries: checkpoints differ in n");
    n_ = strength.variables();
  }
  const auto n = static_cast<std::size_t>(n_);
  shares_.assign(series.size() * n, 0.0);
  for (std::size_t t = 0; t < series.size(); ++t) {
    if (series[t].samples == 0) continue;
    weight_[t] = static_cast<double>(series[t].samples);
    for (int k = 1; k <= n_; ++k) shares_[t * n + static_cast<std::size_t>(k - 1)] = series[t].total(k);
  }
  normalize();
}

OrderSeries::OrderSeries(std::span<const SampleStrengths> series, std::span<const std::uint32_t> multiplicity)
    : weight_(series.size(), 0.0) {
  std::size_t samples = multiplicity.size();
  for (const SampleStrengths& strengths : series) {
    if (strengths.presentSamples() == 0) continue;
    if ((n_ != 0 && n_ != strengths.variables()) || (samples != 0 && samples != strengths.samples())) {
      throw std::invalid_argument("OrderSeries: checkpoints differ in n or in the number of samples");
    }
    n_ = strengths.variables();
    samples = strengths.samples();
  }
  const auto n = static_cast<std::size_t>(n_);
  shares_.assign(series.size() * n, 0.0);
  for (std::size_t t = 0; t < series.size(); ++t) {
    for (std::size_t x = 0; x < series[t].samples(); ++x) {
      const double times = multiplicity.empty() ? 1.0 : static_cast<double>(multiplicity[x]);
      if (!series[t].present(x) || times == 0.0) continue;
      weight_[t] += times;
      for (int k = 1; k <= n_; ++k) shares_[t * n + static_cast<std::size_t>(k - 1)] += times * series[t].total(x, k);
    }
  }
  normalize();
}

void OrderSeries::normalize() {
  const auto n = static_cast<std::size_t>(n_);
  for (std::size_t t = 0; t < weight_.size(); ++t) {
    const std::span<double> row = std::span(shares_).subspan(t * n, n);
    const double sum = std::accumulate(row.begin(), row.end(), 0.0);
    if (sum > 0.0) {
      for (double& share : row) share /= sum;
    } else {
      weight_[t] = 0.0;
    }
  }
}

std::span<const double> OrderSeries::shares(std::size_t checkpoint) const {
  const auto n = static_cast<std::size_t>(n_);
  return std::span(shares_).subspan(checkpoint * n, n);
}

std::vector<double> OrderSeries::meanOrders() const {
  std::vector<double> means(checkpoints(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t t = 0; t < checkpoints(); ++t) {
    if (weight_[t] == 0.0) continue;
    means[t] = 0.0;
    for (std::size_t k = 0; k < shares(t).size(); ++k) means[t] += static_cast<double>(k + 1) * shares(t)[k];
  }
  return means;
}

}  // namespace spindle
