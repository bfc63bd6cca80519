// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/sample_interactions.h"

#include <cstdint>
#include <vector>

namespace spindle {

/// The salient interactions of one sample, all others taken as 0: keys in ascending order, [kind][coalition] with AND
/// first, after the order-1 merge where there is one.
struct SalientList {
  std::vector<std::uint32_t> key;
  std::vector<double> value;
  OrderOne orderOne = OrderOne::merged;
};

/// |I| >= threshold is salient, 0 never; values are divided by `scale` > 0 (the mean |v(N) - v(empty)| over samples,
/// without which states are not comparable). O(2^n).
SalientList salientList(const SampleInteractions& sample, double threshold, double scale);

/// The order of the interaction behind a key.
int orderOfKey(std::uint32_t key, int variables);

/// The largest |I| of both kinds after the order-1 merge.
double largestInteraction(const SampleInteractions& sample);

}  // namespace spindle
