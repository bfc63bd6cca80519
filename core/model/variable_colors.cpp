// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/variable_colors.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace spindle {

VariableColors colorVariables(std::span<const std::uint32_t> reach, int variables) {
  const auto n = static_cast<std::size_t>(variables);
  std::vector<std::uint32_t> conflicts(n, 0);
  for (const auto set : reach) {
    for (auto rest = set; rest != 0; rest &= rest - 1)
      conflicts[static_cast<std::size_t>(std::countr_zero(rest))] |= set;
  }
  std::vector<std::size_t> byConflicts(n);
  std::iota(byConflicts.begin(), byConflicts.end(), std::size_t{0});
  std::stable_sort(byConflicts.begin(), byConflicts.end(), [&](std::size_t a, std::size_t b) {
    return std::popcount(conflicts[a]) > std::popcount(conflicts[b]);
  });
  VariableColors result{std::vector<int>(n, -1), 0};
  for (const auto i : byConflicts) {
    std::uint32_t taken = 0;
    for (std::size_t j = 0; j < n; ++j) {
      if (j != i && (conflicts[i] >> j & 1U) != 0 && result.color[j] >= 0) taken |= 1U << result.color[j];
    }
    result.color[i] = std::countr_one(taken);
    result.count = std::max(result.count, result.color[i] + 1);
  }
  return result;
}

}  // namespace spindle
