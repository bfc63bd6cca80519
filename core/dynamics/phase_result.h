// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>

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

/// Where phase two starts by one rule. The start is the last checkpoint before the network turns to higher orders.
struct PhaseResult {
  std::optional<std::size_t>
      checkpoint;  ///< index into the series that was given (failed ones count); none found: empty
  std::optional<PhaseInterval> interval;  ///< where one was asked for and can be had
  std::string rule;                       ///< "mean order minimum", "loss gap", "change point"
  std::string explanation;                ///< one sentence with the numbers; checkpoints are counted from 1 in it
};

}  // namespace spindle
