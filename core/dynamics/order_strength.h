// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/salience.h"
#include "core/dynamics/sample_interactions.h"
#include "core/dynamics/sample_strengths.h"
#include "core/game/coalition_table.h"

#include <span>
#include <vector>

namespace spindle {

/// Strength by order at one checkpoint, averaged over samples (METHOD.md#strength-by-order). Order k at index k - 1.
/// AND and OR parts are kept apart so that views can show either: positive = andPositive + orPositive, and so on. Order
/// 1 counts as AND after the merge. Strengths are in the score's unit (nats for log-odds); negative strengths are <= 0.
/// With no sample (a failed checkpoint) the vectors are empty and samples is 0.
struct OrderStrength {
  std::vector<double> andPositive, andNegative, orPositive, orNegative;
  double threshold = 0.0;   ///< salience threshold that was applied to |I|
  std::size_t samples = 0;  ///< number averaged over

  [[nodiscard]] int variables() const { return static_cast<int>(andPositive.size()); }
  [[nodiscard]] double positive(int order) const;
  [[nodiscard]] double negative(int order) const;
  [[nodiscard]] double total(int order) const { return positive(order) - negative(order); }
  /// sum over k of k * total(k) / sum of total(k); NaN when there is no salient interaction.
  [[nodiscard]] double meanOrder() const;
  /// total(k) divided by its sum over the orders; all 0 when there is no salient interaction.
  [[nodiscard]] std::vector<double> shares() const;
};

/// With threshold T1: tau = 0.03 * mean over samples of |v(N) - v(empty)|; |I| >= tau is salient. The mean is over the
/// samples given. Throws std::invalid_argument as SampleStrengths does. O(2^n) a sample.
OrderStrength orderStrength(std::span<const SampleInteractions> samples, double factor = 0.03);

/// With any of the thresholds.
OrderStrength orderStrength(std::span<const SampleInteractions> samples, const Salience& salience);

/// The mean over the samples that are present.
OrderStrength orderStrength(const SampleStrengths& samples);

}  // namespace spindle
