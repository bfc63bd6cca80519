// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace spindle {

// Classical values of a game, faithful to their definitions, in O(n^2 2^n) from its dividends (the AND interactions of
// an undivided v). All throw std::invalid_argument when a table has not 2^n entries with 1 <= n <= 20. Differences
// only: v(empty) does not matter.

/// The Shapley value and the Banzhaf value of each variable, and the Shapley interaction index of each pair.
struct GameValues {
  /// Mean over all orders of arrival of the variable's marginal contribution (Shapley 1953); sums to v(N) - v(empty).
  std::vector<double> shapley;
  /// Mean over all coalitions of the others of the same (Banzhaf 1965); does not sum to anything.
  std::vector<double> banzhaf;
  /// [i * n + j], symmetric, diagonal 0: mean, weighted by s! (n - s - 2)! / (n - 1)!, over coalitions S of the others
  /// of v(S + i + j) - v(S + i) - v(S + j) + v(S) (Grabisch and Roubens 1999).
  std::vector<double> shapleyPairs;
};

/// From the scores v(T).
GameValues gameValues(std::span<const double> scores);

/// From the Harsanyi dividends: shapley(i) = sum over S with i of d(S) / |S|, banzhaf(i) = sum of d(S) / 2^(|S|-1),
/// pairs(i, j) = sum over S with i and j of d(S) / (|S| - 1). Entry 0 is ignored.
GameValues gameValuesFromDividends(std::span<const double> dividends);

/// From an AND-OR decomposition: the values of v + q, the scores that the interactions add up to.
GameValues gameValuesFromInteractions(std::span<const double> andPart, std::span<const double> orPart);

/// A pair of variables with its Shapley interaction index.
struct PairValue {
  std::size_t first = 0, second = 0;  ///< first < second
  double index = 0.0;
};

/// All pairs, in descending order of |index|; equal ones by their variables.
std::vector<PairValue> strongestPairs(const GameValues& values);

}  // namespace spindle
