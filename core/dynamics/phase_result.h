// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace spindle {

/// What `low` and `high` of a PhaseInterval mean.
enum class IntervalKind {
  bootstrap,    ///< percentile interval over resampled samples
  sensitivity,  ///< range of the answers when the rule's own constant is halved and doubled
};

/// Checkpoints low to high, both included; indices into the series.
struct PhaseInterval {
  std::size_t low = 0, high = 0;
  IntervalKind kind = IntervalKind::bootstrap;
  double level = 0.9;  ///< of a bootstrap interval
  double found = 1.0;  ///< share of the resamples in which the rule found a start

  bool operator==(const PhaseInterval&) const = default;
};

/// The starts by the same rule under other choices that decide the numbers and that no paper settles: other random
/// selections of the variables (draws), the two ends of the tie-break. The start itself is among them.
struct ChoiceRange {
  std::size_t low = 0, high = 0;  ///< checkpoints, both included
  std::size_t draws = 0;          ///< selections of the variables, the first among them; 0: none but the first
  bool ties = false;              ///< both ends of the tie-break
  std::size_t without = 0;        ///< of all these choices, those under which no start was found

  bool operator==(const ChoiceRange&) const = default;
};

/// Where phase two starts by one rule. The start is the last checkpoint before the network turns to higher orders.
struct PhaseResult {
  std::optional<std::size_t>
      checkpoint;  ///< index into the series that was given (failed ones count); none found: empty
  std::optional<PhaseInterval> interval;    ///< where one was asked for and can be had
  std::string rule;                         ///< "mean order minimum", "loss gap", "change point"
  std::string explanation;                  ///< one sentence with the numbers; checkpoints are counted from 1 in it
  std::optional<ChoiceRange> choices = {};  ///< where other choices were computed

  /// First and last checkpoint of the interval and the range of choices together; empty where neither is known.
  [[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>> uncertainty() const {
    if (!interval && !choices) return std::nullopt;
    if (!choices) return std::pair(interval->low, interval->high);
    if (!interval) return std::pair(choices->low, choices->high);
    return std::pair(std::min(interval->low, choices->low), std::max(interval->high, choices->high));
  }
};

}  // namespace spindle
