// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/interaction_look.h"

#include <algorithm>

namespace spindle {

bool hasVariable(const ShownInteraction& one, std::size_t variable) {
  return (one.coalition >> variable & 1U) != 0;
}

Ink inkOf(const ShownInteraction& one) {
  return {one.value < 0.0 ? InkKind::andNegative : InkKind::andPositive};
}

std::string nameOf(const ShownInteraction& one) {
  return std::string(one.kind == InteractionKind::andKind ? "AND" : "OR") +
         (one.value < 0.0 ? ", negative" : ", positive");
}

LineStyle styleOf(const ShownInteraction& one) {
  return one.kind == InteractionKind::andKind ? LineStyle::solid : LineStyle::dashed;
}

Line joined(std::vector<std::array<double, 2>> places, const ShownInteraction& one) {
  std::sort(places.begin(), places.end());
  Line line{nameOf(one), {}, {}, inkOf(one), styleOf(one), true, {}};
  for (const auto& [x, y] : places) {
    line.x.push_back(x);
    line.y.push_back(y);
  }
  return line;
}

}  // namespace spindle
