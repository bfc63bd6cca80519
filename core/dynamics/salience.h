// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/sample_interactions.h"

#include <string>
#include <string_view>

namespace spindle {

/// Which scale the salience threshold is a share of (METHOD.md#salience-threshold). All are taken over the samples
/// present at one checkpoint, after the order-1 merge where there is one, without the empty set.
enum class ThresholdRule {
  meanRange,       ///< T1: mean over samples of |v(N) - v(empty)| (Zhou et al. 2024, Ren et al. 2024)
  largest,         ///< T2: the largest |I| of all samples, coalitions and both kinds (layerwise and sparsity plots)
  modelMeanRange,  ///< T3: the mean range of one model, for comparisons of models; same formula as T1
};

/// |I| >= factor * scale makes an interaction salient.
struct Salience {
  ThresholdRule rule = ThresholdRule::meanRange;
  double factor = 0.03;                  ///< >= 0; usual: 0.03 for T1 and T3, 0.05 for T2
  OrderOne orderOne = OrderOne::merged;  ///< what counts as one interaction; whoever makes SampleInteractions obeys it

  bool operator==(const Salience&) const = default;
};

/// 0.03, 0.05, 0.03.
double usualFactor(ThresholdRule rule);

/// The threshold in the score's unit; 0 when no sample is present. Throws std::invalid_argument when the factor or a
/// range is negative or not finite. O(1) a sample for T1 and T3, O(2^n) for T2.
double salienceThreshold(std::span<const SampleInteractions> samples, const Salience& salience = Salience());

/// "T1: 0.03 x mean |v(N) - v(empty)|", for plots and reports.
std::string toText(const Salience& salience);

/// "merged", "separate"; the inverse throws UserError with the list of names.
std::string toText(OrderOne orderOne);
OrderOne orderOneFrom(std::string_view text);

/// "T1", "T2", "T3"; the inverse throws UserError with the list of names.
std::string toText(ThresholdRule rule);
ThresholdRule thresholdRuleFrom(std::string_view text);

}  // namespace spindle
