// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <span>

namespace spindle {

/// Whether the effects of single variables, for which AND and OR are the same function, are one interaction each or two
/// (METHOD.md#order-1-merge).
enum class OrderOne {
  merged,    ///< I_and({i}) + I_or({i}) counts as AND: the default, as the papers define counts and orders
  separate,  ///< both as they were split, as newer code of the field has it
};

/// The AND and OR tables of one sample at one checkpoint (2^n entries each; entry 0 is ignored, order 1 as decomposed)
/// and |v(N) - v(empty)|. Empty spans mark a sample that is missing at this checkpoint (it failed): it keeps its place,
/// so that entry i is the same sample at every checkpoint, and counts nowhere. A view: owns nothing.
struct SampleInteractions {
  std::span<const double> andPart, orPart;
  double range = 0.0;
  OrderOne orderOne = OrderOne::merged;

  [[nodiscard]] bool present() const { return !andPart.empty(); }

  // The two interactions of a set, by number of the coalition, after the merge where there is one.
  [[nodiscard]] double andOf(std::size_t s) const { return andPart[s] + (merges(s) ? orPart[s] : 0.0); }
  [[nodiscard]] double orOf(std::size_t s) const { return merges(s) ? 0.0 : orPart[s]; }
  /// Whether that set has a single interaction, which counts as AND.
  [[nodiscard]] bool merges(std::size_t s) const { return orderOne == OrderOne::merged && std::has_single_bit(s); }
};

}  // namespace spindle
