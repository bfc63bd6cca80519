// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace spindle {

/// The place of a minimum of f between low and high to within `width`, for f with a single valley; equal values send
/// the search upwards.
template <class Function>
double goldenSectionMinimum(const Function& f, double low, double high, double width) {
  const double ratio = (std::sqrt(5.0) - 1.0) / 2.0;
  double left = high - ratio * (high - low), right = low + ratio * (high - low);
  double atLeft = f(left), atRight = f(right);
  while (high - low > width) {
    if (atRight <= atLeft) {
      low = left;
      left = right;
      atLeft = atRight;
      right = low + ratio * (high - low);
      atRight = f(right);
    } else {
      high = right;
      right = left;
      atRight = atLeft;
      left = high - ratio * (high - low);
      atLeft = f(left);
    }
  }
  return atRight <= atLeft ? right : left;
}

}  // namespace spindle
