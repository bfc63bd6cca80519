// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace spindle {

/// A set of present input variables: bit i is set when variable i is present.
using Coalition = std::uint32_t;

/// Tables of 2^n entries are supported up to this n (8 MB of doubles).
inline constexpr int maxVariables = 20;

/// The sparsest decomposition is supported up to this n.
inline constexpr int maxDecompositionVariables = 16;

/// |S|, the number of variables in S.
[[nodiscard]] constexpr int order(Coalition s) {
  return std::popcount(s);
}

/// Number of coalitions of n variables, 2^n.
[[nodiscard]] constexpr std::size_t coalitionCount(int n) {
  return std::size_t{1} << n;
}

/// N, the coalition in which all n variables are present.
[[nodiscard]] constexpr Coalition fullCoalition(int n) {
  return static_cast<Coalition>(coalitionCount(n) - 1);
}

}  // namespace spindle
