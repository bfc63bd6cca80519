#pragma once

#include "core/game/coalition_table.h"

#include <span>
#include <vector>

namespace spindle {

/// Strength by order at one checkpoint, averaged over samples (math: 2.2). Order k at index k - 1. AND and OR parts are
/// kept apart so that views can tell them apart: positive = andPositive + orPositive, and so on. Order 1 counts as AND
/// after the merge. Strengths are in the score's unit (nats for log-odds); negative strengths are <= 0.
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
};

/// The AND and OR tables of one sample (entry 0 ignored, order 1 need not be merged) and |v(N) - v(empty)|.
struct SampleInteractions {
  std::span<const double> andPart, orPart;
  double range = 0.0;
};

/// With threshold T1: tau = 0.03 * mean over samples of |v(N) - v(empty)|; |I| >= tau is salient.
OrderStrength orderStrength(std::span<const SampleInteractions> samples, double factor = 0.03);

}  // namespace spindle
