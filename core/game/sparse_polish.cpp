// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/sparse_polish.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr int ladderSteps = 48;  // from the largest interaction down
constexpr double ladderFactor = 0.5;

std::size_t dropBelow(CoalitionTable& part, double threshold) {
  std::size_t dropped = 0;
  for (double& value : part.values().subspan(1)) {
    if (value == 0.0 || std::abs(value) >= threshold) continue;
    value = 0.0;
    ++dropped;
  }
  return dropped;
}

double largest(const CoalitionTable& part) {
  double result = 0.0;
  for (double value : part.values().subspan(1)) result = std::max(result, std::abs(value));
  return result;
}

}  // namespace

double largestResidual(const Decomposition& decomposition, const CoalitionTable& game) {
  const auto values = reconstruct(decomposition.andPart, decomposition.orPart);
  double worst = 0.0;
  for (Coalition t = 0; t < game.size(); ++t) worst = std::max(worst, std::abs(values[t] - game[t]));
  return worst;
}

std::size_t polish(Decomposition& decomposition, const CoalitionTable& game, double bound, double tolerance) {
  const double top = std::max(largest(decomposition.andPart), largest(decomposition.orPart));
  if (top == 0.0) return 0;
  // The residual grows with the threshold (nearly), so bisect the ladder.
  int refused = 0;
  int accepted = ladderSteps + 1;
  Decomposition best;
  std::size_t dropped = 0;
  while (accepted - refused > 1) {
    const int step = (accepted + refused) / 2;
    Decomposition trial = decomposition;
    const double threshold = top * std::pow(ladderFactor, step);
    const auto count = dropBelow(trial.andPart, threshold) + dropBelow(trial.orPart, threshold);
    if (largestResidual(trial, game) <= bound + tolerance) {
      accepted = step;
      dropped = count;
      best = std::move(trial);
    } else {
      refused = step;
    }
  }
  if (dropped == 0) return 0;
  best.l1 = interactionL1(best.andPart) + interactionL1(best.orPart);
  decomposition = std::move(best);
  return dropped;
}

}  // namespace spindle
