// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coalition_table.h"

#include <random>

namespace spindle::test {

/// Table of a formula in the coalition.
template <class Formula>
CoalitionTable tableOf(int n, Formula formula) {
  CoalitionTable table(n);
  for (Coalition t = 0; t < table.size(); ++t) table[t] = formula(t);
  return table;
}

inline CoalitionTable normalTable(int n, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  CoalitionTable table(n);
  for (double& v : table.values()) v = normal(random);
  return table;
}

/// 1 when all variables of `all` are present.
inline double andOf(Coalition t, Coalition all) {
  return (t & all) == all ? 1.0 : 0.0;
}

/// 1 when at least one variable of `any` is present.
inline double orOf(Coalition t, Coalition any) {
  return (t & any) != 0 ? 1.0 : 0.0;
}

}  // namespace spindle::test
