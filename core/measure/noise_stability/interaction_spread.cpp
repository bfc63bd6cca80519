// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/noise_stability/interaction_spread.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace spindle {

InteractionSpread::InteractionSpread(const SampleInteractions& clean)
    : variables_(std::countr_zero(clean.andPart.size())) {
  const std::size_t size = clean.andPart.size();
  double largest = 0.0;
  for (std::size_t s = 1; s < size; ++s)
    largest = std::max({largest, std::abs(clean.andOf(s)), std::abs(clean.orOf(s))});
  for (const bool orKind : {false, true}) {
    for (std::size_t s = 1; s < size; ++s) {
      const double value = std::abs(orKind ? clean.orOf(s) : clean.andOf(s));
      if (value > 0.0 && value >= shareOfLargest * largest) running_.push_back({s, orKind, 0.0, 0.0});
    }
  }
}

// Welford.
void InteractionSpread::add(const SampleInteractions& noisy) {
  ++count_;
  for (Running& one : running_) {
    const double value = one.orKind ? noisy.orOf(one.coalition) : noisy.andOf(one.coalition);
    const double before = value - one.mean;
    one.mean += before / static_cast<double>(count_);
    one.squares += before * (value - one.mean);
  }
}

InteractionSpread::ByOrder InteractionSpread::byOrder() const {
  const auto n = static_cast<std::size_t>(variables_);
  ByOrder found{std::vector<double>(n, 0.0), std::vector<double>(n, 0.0)};
  std::vector<double> spread(n, 0.0);  // how many have one
  for (const Running& one : running_) {
    const auto k = static_cast<std::size_t>(std::popcount(one.coalition)) - 1;
    found.salient[k] += 1.0;
    const double deviation = count_ > 1 ? std::sqrt(one.squares / static_cast<double>(count_ - 1)) : 0.0;
    if (!(deviation > 0.0)) continue;
    found.stability[k] += std::abs(one.mean) / deviation;
    spread[k] += 1.0;
  }
  for (std::size_t k = 0; k < n; ++k)
    found.stability[k] = spread[k] > 0.0 ? found.stability[k] / spread[k] : std::numeric_limits<double>::quiet_NaN();
  return found;
}

}  // namespace spindle
