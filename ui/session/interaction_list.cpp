// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/interaction_list.h"

#include "core/results/pair_interactions.h"

#include <algorithm>
#include <cmath>

namespace spindle {

InteractionListPtr interactionList(const PairResult& pair, double threshold, OrderOne orderOne) {
  auto list = std::make_shared<InteractionList>();
  list->threshold = threshold;
  if (pair.values.variables() == 0) return list;
  const SampleInteractions sample = interactionsOf(pair, orderOne);
  list->all = 2 * (sample.andPart.size() - 1);
  list->scores.assign(pair.values.values().begin(), pair.values.values().end());
  list->full = list->scores.back();
  list->values = gameValues(pair.values.values());
  for (std::size_t s = 1; s < sample.andPart.size(); ++s) {
    const auto coalition = static_cast<Coalition>(s);
    for (const auto& [value, kind] :
         {std::pair(sample.andOf(s), InteractionKind::andKind), std::pair(sample.orOf(s), InteractionKind::orKind)}) {
      if (value == 0.0) continue;
      list->rows.push_back({coalition, kind, value});
      if (std::abs(value) >= threshold) ++list->salient;
    }
  }
  std::stable_sort(list->rows.begin(), list->rows.end(),
                   [](const Interaction& a, const Interaction& b) { return std::abs(a.value) > std::abs(b.value); });
  return list;
}

}  // namespace spindle
