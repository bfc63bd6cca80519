// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/additive/walsh_spectrum.h"

#include "core/game/coalition.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace spindle {

std::vector<double> varianceByOrder(std::span<const double> scores) {
  const int n = std::countr_zero(scores.size());
  if (!std::has_single_bit(scores.size()) || n < 1)
    throw std::invalid_argument("varianceByOrder: a table needs 2^n entries with n >= 1");
  std::vector<double> f(scores.begin(), scores.end());
  const double mean = std::accumulate(f.begin(), f.end(), 0.0) / static_cast<double>(f.size());
  double largest = 0.0;
  for (double& value : f) {
    largest = std::max(largest, std::abs(value));
    value -= mean;
  }
  for (std::size_t step = 1; step < f.size(); step *= 2) {
    for (std::size_t t = 0; t < f.size(); ++t) {
      if (t & step) continue;
      const double absent = f[t], present = f[t | step];
      f[t] = absent + present;
      f[t | step] = present - absent;
    }
  }
  std::vector<double> shares(static_cast<std::size_t>(n), 0.0);
  for (Coalition s = 1; s < f.size(); ++s) shares[static_cast<std::size_t>(order(s) - 1)] += f[s] * f[s];
  const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
  // Scores that differ by rounding only do not vary.
  const double rounding = 8.0 * std::numeric_limits<double>::epsilon() * largest * static_cast<double>(f.size());
  if (!(all > rounding * rounding)) return {};
  for (double& share : shares) share /= all;
  return shares;
}

}  // namespace spindle
