// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/joint_polish.h"

#include "core/game/moebius.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr int ladderSteps = 48;  // from the largest interaction down
constexpr double ladderFactor = 0.5;

constexpr double infinite = std::numeric_limits<double>::infinity();

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

double largestJointExcess(std::span<const Decomposition> networks, std::span<const CoalitionTable> tables,
                          std::span<const double> noiseBounds, std::span<const double> differenceBounds) {
  double worst = 0.0;
  const std::size_t size = tables.front().size();
  std::vector<double> highest(size, -infinite);  // of the lower ends of where the common table may be
  std::vector<double> lowest(size, infinite);
  for (std::size_t i = 0; i < networks.size(); ++i) {
    CoalitionTable both = networks[i].andPart;
    CoalitionTable met = networks[i].orPart;
    both[0] = 0.0;
    zeta(both.values());
    orInverse(met.values(), 0.0);
    for (Coalition t = 1; t < size; ++t) {
      worst = std::max(worst, std::abs(both[t] + met[t] - (tables[i][t] - tables[i][0])) - noiseBounds[i]);
      const double p = 0.5 * (both[t] - met[t]);
      highest[t] = std::max(highest[t], p - differenceBounds[i]);
      lowest[t] = std::min(lowest[t], p + differenceBounds[i]);
    }
  }
  for (std::size_t t = 1; t < size; ++t) worst = std::max(worst, highest[t] - lowest[t]);
  return worst;
}

std::size_t polishJointly(JointDecomposition& decomposition, std::span<const CoalitionTable> tables,
                          std::span<const double> noiseBounds, std::span<const double> differenceBounds, double alpha,
                          double tolerance) {
  double top = 0.0;
  for (const auto& network : decomposition.networks)
    top = std::max({top, largest(network.andPart), largest(network.orPart)});
  if (top == 0.0) return 0;
  // The excess grows with the threshold (nearly), so bisect the ladder.
  int refused = 0;
  int accepted = ladderSteps + 1;
  std::vector<Decomposition> best;
  std::size_t dropped = 0;
  while (accepted - refused > 1) {
    const int step = (accepted + refused) / 2;
    auto trial = decomposition.networks;
    const double threshold = top * std::pow(ladderFactor, step);
    std::size_t count = 0;
    for (auto& network : trial) count += dropBelow(network.andPart, threshold) + dropBelow(network.orPart, threshold);
    if (largestJointExcess(trial, tables, noiseBounds, differenceBounds) <= tolerance) {
      accepted = step;
      dropped = count;
      best = std::move(trial);
    } else {
      refused = step;
    }
  }
  if (dropped == 0) return 0;
  for (auto& network : best) network.l1 = interactionL1(network.andPart) + interactionL1(network.orPart);
  decomposition.networks = std::move(best);
  decomposition.objective = jointLoss(decomposition.networks, alpha);
  return dropped;
}

}  // namespace spindle
