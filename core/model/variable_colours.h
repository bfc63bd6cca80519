#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace spindle {

/// A colour for each variable such that variables that reach a common place differ. reach: for each place the set of
/// variables (bits) that can change its value. Then every subset that a place can see occurs among the coalitions that
/// are unions of colours, 2^colours of them. Greedy, most conflicts first; deterministic.
struct VariableColours {
  std::vector<int> colour;  ///< one for each variable
  int count = 0;
};
VariableColours colourVariables(std::span<const std::uint32_t> reach, int variables);

}  // namespace spindle
