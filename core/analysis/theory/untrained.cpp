// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/theory/untrained.h"

#include "core/analysis/theory/golden_section.h"
#include "core/analysis/theory/theory_fit.h"

#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace spindle {

std::vector<double> untrainedShares(int n, double exponent) {
  if (n < 1) throw std::invalid_argument("untrainedShares: n must be at least 1");
  std::vector<double> shares;
  double binomial = 1.0, sum = 0.0;
  for (int k = 1; k <= n; ++k) {
    binomial = binomial * (n - k + 1) / k;
    shares.push_back(binomial * std::exp2(0.5 * exponent * k));
    sum += shares.back();
  }
  for (double& share : shares) share /= sum;
  return shares;
}

double fitUntrainedExponent(std::span<const double> measured) {
  if (std::accumulate(measured.begin(), measured.end(), 0.0) <= 0.0) return std::numeric_limits<double>::quiet_NaN();
  const auto distance = [&](double exponent) {
    return l1Distance(untrainedShares(static_cast<int>(measured.size()), exponent), measured);
  };
  double best = -4.0;
  for (int i = 1; i <= 80; ++i) {
    if (distance(-4.0 + 0.1 * i) < distance(best)) best = -4.0 + 0.1 * i;
  }
  const double refined = goldenSectionMinimum(distance, best - 0.1, best + 0.1, 1e-6);
  return distance(refined) <= distance(best) ? refined : best;
}

}  // namespace spindle
