// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/sample_interactions.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace spindle {

/// Shares of 2^n that the curve of the overlap has points at: 5 % to 45 %.
inline constexpr std::array overlapShares{0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45};

/// How many of the strongest interactions several networks have in common.
struct TopOverlap {
  double measured = 0.0;  ///< of the strongest of each network, in all of them
  double chance = 0.0;    ///< the same for as many drawn at random
};

/// The K strongest interactions of one kind of each network (|I|; coalitions by number where equal): the share that all
/// networks have, of K (arXiv 2401.16318, the authors' curve). Interactions that are exactly zero are never
/// among them; where a network has fewer than K others, of as many as the poorest network has. 0 of 0 is NaN. Without
/// the empty set; of OR without order 1, which belongs to AND after the merge. O(m 2^n).
TopOverlap topOverlap(std::span<const SampleInteractions> networks, bool ofOr, std::size_t k);

/// Salient interactions (|I| >= 0.05 of the largest of their network, after the order-1 merge) that all networks have,
/// by kind and coalition, whatever the sign, and those that not all have.
struct SharedStrength {
  std::vector<double> shared, distinct;  ///< sum of |I| by order (k at k - 1) over range, mean over the networks
  double power = 0.0;  ///< number of shared over number of salient ones, mean over the networks; NaN where none has any

  explicit SharedStrength(int variables = 0)
      : shared(static_cast<std::size_t>(variables)), distinct(static_cast<std::size_t>(variables)) {}
};

/// scales: what the strength of each network is divided by (mean |v(N) - v(empty)| over the samples); > 0.
SharedStrength sharedStrength(std::span<const SampleInteractions> networks, std::span<const double> scales);

}  // namespace spindle
