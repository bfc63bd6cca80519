// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace spindle {

/// Share of the variance of the scores over all 2^n coalitions, equally weighted, that each order explains on top of
/// the lower ones (METHOD.md#additive-share): order k at index k - 1, adding up to 1. The parts of the Walsh-Hadamard
/// transform; that of order 1 is R^2 of the best additive fit, 1/4 sum of beta_i^2 / Var v with the Banzhaf values
/// beta_i = 2^(1-n) sum over T of (2 [i in T] - 1) v(T). Empty where the scores do not vary. O(n 2^n). Throws
/// std::invalid_argument when the table has not 2^n entries with n >= 1.
std::vector<double> varianceByOrder(std::span<const double> scores);

}  // namespace spindle
