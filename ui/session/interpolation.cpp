// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/interpolation.h"

#include <cmath>
#include <stdexcept>

namespace spindle {

OrderStrength between(const OrderStrength& a, const OrderStrength& b, double fraction) {
  if (a.variables() != b.variables()) throw std::invalid_argument("between: different numbers of variables");
  OrderStrength result = a;
  const auto mix = [fraction](std::vector<double>& to, const std::vector<double>& other) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = std::lerp(to[i], other[i], fraction);
  };
  mix(result.andPositive, b.andPositive);
  mix(result.andNegative, b.andNegative);
  mix(result.orPositive, b.orPositive);
  mix(result.orNegative, b.orNegative);
  result.threshold = std::lerp(a.threshold, b.threshold, fraction);
  return result;
}

}  // namespace spindle
