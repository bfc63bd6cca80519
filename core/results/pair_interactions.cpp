// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/pair_interactions.h"

#include <cmath>

namespace spindle {

SampleInteractions interactionsOf(const PairResult& pair, OrderOne orderOne) {
  if (pair.values.variables() == 0) return {};
  const auto values = pair.values.values();
  return {pair.andPart.values(), pair.orPart.values(), std::abs(values.back() - values.front()), orderOne};
}

std::vector<SampleInteractions> interactionsOf(std::span<const PairResult> pairs, OrderOne orderOne) {
  std::vector<SampleInteractions> views;
  views.reserve(pairs.size());
  for (const PairResult& pair : pairs) views.push_back(interactionsOf(pair, orderOne));
  return views;
}

}  // namespace spindle
