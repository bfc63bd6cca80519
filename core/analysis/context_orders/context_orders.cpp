// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/context_orders/context_orders.h"

#include "core/analysis/context_orders/binomials.h"

#include <bit>
#include <stdexcept>

namespace spindle {
namespace {

int variablesOf(std::span<const double> table) {
  const int n = std::countr_zero(table.size());
  if (!std::has_single_bit(table.size()) || n < 1 || n > maxVariables)
    throw std::invalid_argument("context orders: a table needs 2^n entries with 1 <= n <= 20");
  return n;
}

/// For each pair the sums of the table over the coalitions that contain it, by order: [pair][s - 2].
ContextOrders sumsOverPairs(std::span<const double> table) {
  const int n = variablesOf(table);
  ContextOrders sums(n);
  for (Coalition s = 1; s < table.size(); ++s) {
    const int k = order(s);
    if (k < 2 || table[s] == 0.0) continue;
    for (Coalition rest = s; rest != 0; rest &= rest - 1) {
      const int i = std::countr_zero(rest);
      for (Coalition others = rest & (rest - 1); others != 0; others &= others - 1)
        sums.of(pairNumber(i, std::countr_zero(others), n))[static_cast<std::size_t>(k - 2)] += table[s];
    }
  }
  return sums;
}

/// weight(m, s) for context order m and interactions of order s.
template <class Weight>
ContextOrders weighted(const ContextOrders& sums, const Weight& weight) {
  const int n = sums.variables();
  ContextOrders result(n);
  for (int m = 0; m + 2 <= n; ++m) {
    for (int s = 2; s <= n; ++s) {
      const double w = weight(m, s);
      if (w == 0.0) continue;
      for (std::size_t pair = 0; pair < sums.pairs(); ++pair)
        result.of(pair)[static_cast<std::size_t>(m)] += w * sums.of(pair)[static_cast<std::size_t>(s - 2)];
    }
  }
  return result;
}

}  // namespace

ContextOrders::ContextOrders(int variables) : n_(variables), values_(pairs() * orders(), 0.0) {}

std::size_t pairNumber(int i, int j, int n) {
  return static_cast<std::size_t>(i * n - i * (i + 1) / 2 + j - i - 1);
}

std::vector<Coalition> pairCoalitions(int n) {
  std::vector<Coalition> pairs;
  for (int i = 0; i < n; ++i) {
    for (int j = i + 1; j < n; ++j) pairs.push_back((Coalition{1} << i) | (Coalition{1} << j));
  }
  return pairs;
}

ContextOrders contextOrdersOfScores(std::span<const double> v) {
  const int n = variablesOf(v);
  ContextOrders result(n);
  const Coalition all = fullCoalition(n);
  for (int i = 0; i < n; ++i) {
    for (int j = i + 1; j < n; ++j) {
      const Coalition a = Coalition{1} << i, b = Coalition{1} << j, both = a | b;
      const std::span<double> orders = result.of(pairNumber(i, j, n));
      for (Coalition s = 0;; s = ((s | both) + 1) & ~both & all) {
        orders[static_cast<std::size_t>(order(s))] += v[s | both] - v[s | a] - v[s | b] + v[s];
        if (s == (all & ~both)) break;
      }
      for (std::size_t m = 0; m < orders.size(); ++m) orders[m] /= binomial(n - 2, static_cast<int>(m));
    }
  }
  return result;
}

ContextOrders contextOrdersOfAnd(std::span<const double> andPart) {
  const ContextOrders sums = sumsOverPairs(andPart);
  const int n = sums.variables();
  return weighted(sums, [n](int m, int s) { return binomial(m, s - 2) / binomial(n - 2, s - 2); });
}

ContextOrders contextOrdersOfOr(std::span<const double> orPart) {
  const ContextOrders sums = sumsOverPairs(orPart);
  const int n = sums.variables();
  return weighted(sums, [n](int m, int s) { return -binomial(n - s, m) / binomial(n - 2, m); });
}

}  // namespace spindle
