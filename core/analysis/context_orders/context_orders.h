// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coalition.h"

#include <span>
#include <vector>

namespace spindle {

// Multi-order interactions of pairs (METHOD.md#context-orders; Deng et al., ICLR 2022, arXiv 2111.06236). The order
// here is the size m of the context, 0 .. n - 2, not that of a coalition: an AND interaction of order k first shows at
// m = k - 2.

/// I^(m)(i, j) of one game: the mean over all contexts S of m other variables of v(S + i + j) - v(S + i) - v(S + j) +
/// v(S), for every pair and every m.
class ContextOrders {
 public:
  ContextOrders() = default;
  explicit ContextOrders(int variables);  ///< all zeros

  [[nodiscard]] int variables() const { return n_; }
  [[nodiscard]] std::size_t pairs() const {
    return static_cast<std::size_t>(n_) * static_cast<std::size_t>(n_ - 1) / 2;
  }
  [[nodiscard]] std::size_t orders() const { return n_ < 2 ? 0 : static_cast<std::size_t>(n_ - 1); }  ///< n - 1
  /// The orders m = 0 .. n - 2 of one pair, by its pairNumber().
  [[nodiscard]] std::span<const double> of(std::size_t pair) const { return {&values_[pair * orders()], orders()}; }
  [[nodiscard]] std::span<double> of(std::size_t pair) { return {&values_[pair * orders()], orders()}; }

 private:
  int n_ = 0;
  std::vector<double> values_;  // [pair][m]
};

/// Number of the pair i < j among the pairs of n variables: (0, 1), (0, 2), .., (1, 2), ...
std::size_t pairNumber(int i, int j, int n);

/// The pairs by number, as coalitions of two.
std::vector<Coalition> pairCoalitions(int n);

// All throw std::invalid_argument when the table has not 2^n entries with n >= 1. O(n^2 2^n).

/// From the scores v(T); v(empty) does not matter.
ContextOrders contextOrdersOfScores(std::span<const double> scores);

/// What AND interactions contribute: for i, j in S, |S| = s, I(S) C(m, s - 2) / C(n - 2, s - 2). Of the AND
/// interactions of an undivided v (its Harsanyi dividends): all of it.
ContextOrders contextOrdersOfAnd(std::span<const double> andPart);

/// What OR interactions contribute: for i, j in S, |S| = s, -I(S) C(n - s, m) / C(n - 2, m).
ContextOrders contextOrdersOfOr(std::span<const double> orPart);

}  // namespace spindle
