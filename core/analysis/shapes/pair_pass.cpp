// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/shapes/pair_pass.h"

#include "core/game/moebius.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace spindle {

void PairPass::visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths&) {
  At& at = at_.at(checkpoint);
  std::map<Coalition, double> sums;
  for (std::size_t s = 0; s < stored.pairs().size(); ++s) {
    if (!stored.interactions()[s].present()) continue;
    const PairResult& pair = stored.pairs()[s];
    ++at.samples;
    double range = 0.0, largest = 0.0;
    std::vector<double> dividends(pair.values.values().begin(), pair.values.values().end());
    moebius(dividends);
    for (Coalition t = 0; t < pair.values.size(); ++t) {
      range = std::max(range, std::abs(pair.values[t] - pair.values[0]));
      if (order(t) < 2) continue;
      largest = std::max(largest, std::abs(dividends[t]));
      if (order(t) == 2) sums[t] += std::abs(pair.andPart[t]) + std::abs(pair.orPart[t]);
    }
    if (range > 0.0) at.largest = std::max(at.largest, largest / range);
  }
  for (const auto& [mask, sum] : sums) at.pairs.emplace_back(sum / static_cast<double>(at.samples), mask);
  std::stable_sort(at.pairs.begin(), at.pairs.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
}

}  // namespace spindle
