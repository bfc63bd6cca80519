// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spindle {

/// C(n, k) for n < 50, exact in double; 0 unless 0 <= k <= n.
[[nodiscard]] constexpr double binomial(int n, int k) {
  if (k < 0 || k > n) return 0.0;
  double value = 1.0;
  for (int i = 1; i <= k; ++i) value = value * (n - k + i) / i;
  return value;
}

}  // namespace spindle
