// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/context_orders/near_pairs.h"

#include <cmath>

namespace spindle {

std::vector<std::size_t> nearPairs(std::span<const VariablePlace> places, double window) {
  constexpr double rounding = 1.0 + 1e-9;
  const auto within = [window](double center, double size, double otherCenter, double otherSize) {
    return std::abs(center - otherCenter) <= window * 0.5 * (size + otherSize) * rounding;
  };
  std::vector<std::size_t> pairs;
  std::size_t number = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    for (std::size_t j = i + 1; j < places.size(); ++j, ++number) {
      const VariablePlace &a = places[i], &b = places[j];
      if (within(a.top + 0.5 * a.height, a.height, b.top + 0.5 * b.height, b.height) &&
          within(a.left + 0.5 * a.width, a.width, b.left + 0.5 * b.width, b.width))
        pairs.push_back(number);
    }
  }
  return pairs;
}

}  // namespace spindle
