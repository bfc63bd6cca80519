// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/interaction_list.h"

#include "core/game/decomposition.h"

#include <algorithm>
#include <cmath>

namespace spindle {

InteractionListPtr interactionList(const PairResult& pair, double threshold) {
  auto list = std::make_shared<InteractionList>();
  list->threshold = threshold;
  if (pair.values.variables() == 0) return list;
  CoalitionTable andPart = pair.andPart;
  CoalitionTable orPart = pair.orPart;
  mergeOrderOne(andPart, orPart);
  list->all = 2 * (andPart.size() - 1);
  list->full = pair.values.values().back();
  list->values = gameValues(pair.values.values());
  for (std::size_t s = 1; s < andPart.size(); ++s) {
    const auto coalition = static_cast<Coalition>(s);
    for (const auto& [value, kind] : {std::pair(andPart[coalition], InteractionKind::andKind),
                                      std::pair(orPart[coalition], InteractionKind::orKind)}) {
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
