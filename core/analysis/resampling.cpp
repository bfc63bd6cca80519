// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/resampling.h"

#include "core/base/split_mix.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

double percentile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

std::vector<std::size_t> resampledRows(std::size_t rows, std::size_t resample, std::uint64_t seed) {
  constexpr std::uint64_t increment = 0x9e3779b97f4a7c15ULL;
  SplitMix64 random(seed + increment * (resample * rows));
  std::vector<std::size_t> drawn(rows);
  for (std::size_t& row : drawn) row = ((random.next() >> 32) * rows) >> 32;
  return drawn;
}

PercentileInterval percentileInterval(std::vector<double> values, double level) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.empty()) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    return {unknown, unknown};
  }
  std::sort(values.begin(), values.end());
  return {percentile(values, 0.5 * (1.0 - level)), percentile(values, 0.5 * (1.0 + level))};
}

}  // namespace spindle
