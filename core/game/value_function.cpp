// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/value_function.h"

#include <algorithm>
#include <numeric>

namespace spindle {

CoalitionTable tabulate(const ValueFunction& game, const RunControl& control, std::size_t batch) {
  CoalitionTable table(game.variables());
  std::vector<Coalition> coalitions(std::min(std::max<std::size_t>(batch, 1), table.size()));
  for (std::size_t first = 0; first < table.size(); first += coalitions.size()) {
    if (control.stopRequested()) throw Stopped{};
    const auto count = std::min(coalitions.size(), table.size() - first);
    std::iota(coalitions.begin(), coalitions.begin() + static_cast<std::ptrdiff_t>(count),
              static_cast<Coalition>(first));
    game.evaluate(std::span(coalitions).first(count), table.values().subspan(first, count));
  }
  return table;
}

}  // namespace spindle
