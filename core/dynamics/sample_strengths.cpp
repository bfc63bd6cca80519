// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/sample_strengths.h"

#include "core/game/coalition.h"

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace spindle {
namespace {

/// Sums by order of one table. Without branches on the values: salience is as good as random to the processor.
class OrderSums {
 public:
  explicit OrderSums(double threshold) : threshold_(threshold) {}

  void add(int order, double value) {
    const bool salient = std::abs(value) >= threshold_ && value != 0.0;
    const auto k = static_cast<std::size_t>(order - 1);
    sums_[2 * k + (value < 0.0 ? 1 : 0)] += salient ? value : 0.0;
    counts_[k] += salient ? 1 : 0;
    check_ += value - value;
  }

  [[nodiscard]] bool finite() const { return check_ == 0.0; }

  void store(std::span<double> positive, std::span<double> negative, std::span<std::uint32_t> counts) const {
    for (std::size_t k = 0; k < positive.size(); ++k) {
      positive[k] = sums_[2 * k];
      negative[k] = sums_[2 * k + 1];
      counts[k] = counts_[k];
    }
  }

 private:
  double threshold_;
  std::array<double, std::size_t{2} * maxVariables> sums_{};
  std::array<std::uint32_t, maxVariables> counts_{};
  double check_ = 0.0;
};

}  // namespace

SampleStrengths::SampleStrengths(std::span<const SampleInteractions> samples, double threshold)
    : threshold_(threshold), present_(samples.size(), 0) {
  if (!std::isfinite(threshold) || threshold < 0.0) {
    throw std::invalid_argument("SampleStrengths: the threshold must be finite and not negative");
  }
  std::size_t size = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (!samples[i].present()) continue;
    if (size == 0) size = samples[i].andPart.size();
    if (samples[i].andPart.size() != size || samples[i].orPart.size() != size) {
      throw std::invalid_argument("SampleStrengths: the tables differ in size");
    }
    present_[i] = 1;
    ++presentSamples_;
  }
  if (size == 0) return;
  if (!std::has_single_bit(size) || size > coalitionCount(maxVariables)) {
    throw std::invalid_argument("SampleStrengths: a table needs 2^n entries with n <= 20");
  }
  n_ = std::countr_zero(size);
  strengths_.assign(samples.size() * 4 * static_cast<std::size_t>(n_), 0.0);
  counts_.assign(samples.size() * 2 * static_cast<std::size_t>(n_), 0);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (present(i)) fill(i, samples[i]);
  }
}

SampleStrengths SampleStrengths::only(std::span<const std::uint8_t> rows) const {
  if (rows.size() != present_.size()) throw std::invalid_argument("SampleStrengths: other rows than samples");
  SampleStrengths some = *this;
  some.presentSamples_ = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    some.present_[i] = present_[i] != 0 && rows[i] != 0 ? 1 : 0;
    some.presentSamples_ += some.present_[i];
  }
  return some;
}

void SampleStrengths::fill(std::size_t row, const SampleInteractions& sample) {
  OrderSums andSums(threshold_), orSums(threshold_);
  for (Coalition s = 1; s < sample.andPart.size(); ++s) {
    const int k = order(s);
    andSums.add(k, sample.andOf(s));
    if (!sample.merges(s)) orSums.add(k, sample.orPart[s]);
  }
  if (!andSums.finite() || !orSums.finite()) {
    throw std::invalid_argument("SampleStrengths: an interaction is not finite");
  }
  const auto n = static_cast<std::size_t>(n_);
  const std::span<double> strengths = std::span(strengths_).subspan(row * 4 * n, 4 * n);
  const std::span<std::uint32_t> counts = std::span(counts_).subspan(row * 2 * n, 2 * n);
  andSums.store(strengths.subspan(0, n), strengths.subspan(n, n), counts.subspan(0, n));
  orSums.store(strengths.subspan(2 * n, n), strengths.subspan(3 * n, n), counts.subspan(n, n));
}

std::span<const double> SampleStrengths::strength(std::size_t sample, Kind kind) const {
  const auto n = static_cast<std::size_t>(n_);
  return std::span(strengths_).subspan((sample * 4 + kind) * n, n);
}

std::span<const std::uint32_t> SampleStrengths::andCount(std::size_t sample) const {
  const auto n = static_cast<std::size_t>(n_);
  return std::span(counts_).subspan(sample * 2 * n, n);
}

std::span<const std::uint32_t> SampleStrengths::orCount(std::size_t sample) const {
  const auto n = static_cast<std::size_t>(n_);
  return std::span(counts_).subspan((sample * 2 + 1) * n, n);
}

double SampleStrengths::total(std::size_t sample, int order) const {
  const auto k = static_cast<std::size_t>(order - 1);
  return strength(sample, andPositive)[k] - strength(sample, andNegative)[k] + strength(sample, orPositive)[k] -
         strength(sample, orNegative)[k];
}

double SampleStrengths::meanOrder(std::size_t sample) const {
  double sum = 0.0, weighted = 0.0;
  for (int k = 1; k <= n_; ++k) {
    sum += total(sample, k);
    weighted += k * total(sample, k);
  }
  return sum > 0.0 ? weighted / sum : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace spindle
