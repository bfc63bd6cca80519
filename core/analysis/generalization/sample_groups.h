// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/generalization/class_similarity.h"
#include "core/dynamics/order_strength.h"
#include "core/dynamics/phase_options.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace spindle {

/// Mean strength of the samples with member[x] = true only (mislabeled ones, one class, the test set). The threshold
/// is that of `samples`, so that groups stay comparable. Throws std::invalid_argument when the sizes differ.
OrderStrength groupStrength(const SampleStrengths& samples, const std::vector<bool>& member);

/// Share of the strength that orders >= from hold, 0 to 1; NaN when nothing is salient.
double highOrderShare(const OrderStrength& strength, int from = 3);

/// Mislabeled against clean training samples (METHOD.md#generalization-by-order): the published claim is
/// moreHighOrders().
struct GroupComparison {
  OrderStrength clean, mislabeled;
  double cleanShare = 0.0, mislabeledShare = 0.0;  ///< of orders >= 3

  /// Whether both groups have samples.
  [[nodiscard]] bool known() const { return clean.samples > 0 && mislabeled.samples > 0; }
  [[nodiscard]] bool moreHighOrders() const { return mislabeledShare > cleanShare; }
};
GroupComparison compareGroups(const SampleStrengths& samples, const std::vector<bool>& mislabeled);
/// With the clean samples named too; those of neither group count nowhere.
GroupComparison compareGroups(const SampleStrengths& samples, const std::vector<bool>& clean,
                              const std::vector<bool>& mislabeled);

/// When one sample turns to high orders.
struct SampleTurn {
  std::size_t sample = 0;                 ///< row
  std::vector<double> meanOrder;          ///< by checkpoint, NaN where unknown
  std::vector<double> highShare;          ///< share of orders >= 3 by checkpoint, NaN where unknown
  std::optional<std::size_t> checkpoint;  ///< start by the mean-order rule on this sample alone; none: it never turns
  double rise = 0.0;                      ///< of its high-order share, from that checkpoint to the last known one
};

/// All samples, those that turn first at the front; at the same checkpoint the one whose high-order share rises more,
/// then the lower row; samples that never turn come last, by row. A sample's own mean order is noisy: take the rank as
/// a hint which samples to look at. O(checkpoints * samples * n).
std::vector<SampleTurn> sampleTurns(std::span<const SampleStrengths> series,
                                    const PhaseOptions& options = PhaseOptions());

}  // namespace spindle
