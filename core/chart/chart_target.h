// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace spindle {

/// What a click on a mark, a row or a finding selects.
enum class TargetKind { none, checkpoint, order, sample, variable, pair, interaction };

struct ChartTarget {
  TargetKind kind = TargetKind::none;
  /// Row of the checkpoint or sample in the results, the order, the variable from 0, or the coalition's mask of a pair
  /// or an interaction.
  std::uint64_t value = 0;

  static ChartTarget checkpoint(std::size_t row) { return {TargetKind::checkpoint, row}; }
  static ChartTarget order(int order) { return {TargetKind::order, static_cast<std::uint64_t>(order)}; }
  static ChartTarget sample(std::size_t row) { return {TargetKind::sample, row}; }
  static ChartTarget pair(std::uint32_t mask) { return {TargetKind::pair, mask}; }
  bool operator==(const ChartTarget&) const = default;
};

}  // namespace spindle
