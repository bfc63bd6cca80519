// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/salience/sparsity_curve.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

namespace spindle {

SparsityCurve sparsityCurve(std::span<const SampleInteractions> samples, double threshold, InteractionPart part,
                            std::size_t most) {
  SparsityCurve curve;
  curve.threshold = threshold;
  std::vector<double> all;
  for (const SampleInteractions& sample : samples) {
    for (std::size_t s = 1; s < sample.andPart.size(); ++s) {
      if (part != InteractionPart::orOnly) {
        all.push_back(std::abs(sample.andOf(s)));
      }
      if (part != InteractionPart::andOnly && !sample.merges(s)) all.push_back(std::abs(sample.orPart[s]));
    }
  }
  curve.pooled = all.size();
  std::erase(all, 0.0);
  std::sort(all.begin(), all.end(), std::greater<>());
  curve.salient = static_cast<std::size_t>(
      std::partition_point(all.begin(), all.end(), [threshold](double a) { return a >= threshold; }) - all.begin());
  const double step = most > 1 && most < all.size()
                          ? std::pow(static_cast<double>(all.size()), 1.0 / static_cast<double>(most - 1))
                          : 1.0;
  double next = 1.0;
  for (std::size_t rank = 1; rank <= all.size(); ++rank) {
    if (rank < all.size() && static_cast<double>(rank) < next) continue;
    curve.rank.push_back(rank);
    curve.strength.push_back(all[rank - 1]);
    while (next <= static_cast<double>(rank)) next = step > 1.0 ? next * step : next + 1.0;
  }
  return curve;
}

}  // namespace spindle
