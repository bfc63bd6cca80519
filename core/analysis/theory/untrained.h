// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace spindle {

/// Strength by order of an untrained network in theory (METHOD.md#untrained-networks): proportional to C(n,k)
/// 2^(exponent k / 2), order k at index k - 1, sums to 1. exponent 0: all interactions of equal variance, peak at n /
/// 2. exponent 1: the scores are independent noise (Lemma 1), peak at the first k >= (sqrt(2) n - 1) / (1 + sqrt(2)), 6
/// for n = 10. n >= 1, else std::invalid_argument.
std::vector<double> untrainedShares(int n, double exponent = 1.0);

/// The exponent between -4 and 4 whose shares are closest to the measured ones (L1); NaN when they are all 0.
double fitUntrainedExponent(std::span<const double> measured);

}  // namespace spindle
