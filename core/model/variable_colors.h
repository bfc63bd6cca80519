// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace spindle {

/// A color for each variable such that variables that reach a common place differ. reach: for each place the set of
/// variables (bits) that can change its value. Then every subset that a place can see occurs among the coalitions that
/// are unions of colors, 2^colors of them. Greedy, most conflicts first; deterministic.
struct VariableColors {
  std::vector<int> color;  ///< one for each variable
  int count = 0;
};
VariableColors colorVariables(std::span<const std::uint32_t> reach, int variables);

}  // namespace spindle
