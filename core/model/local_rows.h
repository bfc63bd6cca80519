// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/variable_colors.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace spindle {

/// Which variables reach which places of a feature map, and the few coalitions that show every place all the subsets it
/// can tell apart.
class Locality {
 public:
  /// reach: for each place of the map (row-major) the set of variables (bits) that can change its value.
  Locality(std::span<const std::uint32_t> reach, int variables);

  /// Coalitions at which the map has to be known: 2^colors; entry m has the variables whose color is in m.
  [[nodiscard]] const std::vector<std::uint32_t>& coalitions() const { return coalitions_; }

  /// The entry of coalitions() that looks like coalition t to a place reached by `reach`.
  [[nodiscard]] std::size_t entryFor(std::uint32_t t, std::uint32_t reach) const;

  /// Consecutive places that the same variables reach.
  struct Run {
    std::uint32_t reach;
    std::size_t first, length;
  };
  [[nodiscard]] const std::vector<Run>& runs() const { return runs_; }

  /// Places whose value changes with a variable, averaged over variables.
  [[nodiscard]] double meanReach() const;

 private:
  int variables_;
  VariableColors colors_;
  std::vector<std::uint32_t> coalitions_;
  std::vector<Run> runs_;
};

/// Feature maps of a block of coalitions, [row][channel][place], put together from those of Locality::coalitions().
/// As in CoalitionRows, moving a row to another coalition rewrites only what changes.
class LocalRows {
 public:
  /// maps: one feature map [channels][places] for each of locality.coalitions(). Both must outlive this object.
  LocalRows(const Locality& locality, std::span<const float> maps, std::size_t channels, std::size_t rows);

  void set(std::size_t row, std::uint32_t coalition);

  [[nodiscard]] std::span<const float> values() const { return values_; }

 private:
  const Locality& locality_;
  std::span<const float> maps_;
  std::size_t channels_, places_;
  std::vector<float> values_;
  std::vector<std::uint32_t> coalitions_;
};

}  // namespace spindle
