// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/joint_decomposition.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace spindle {

std::vector<OptionProblem> JointOptions::problems() const {
  std::vector<OptionProblem> found;
  const auto require = [&found](bool holds, const char* field, double value, const char* rule) {
    if (!holds) found.push_back({field, shortest(value), std::string("must be ") + rule});
  };
  require(alpha >= 0.0 && alpha <= 1.0, "alpha", alpha, "from 0 to 1");
  require(noiseBound >= 0.0 && noiseBound <= 1.0, "noise bound", noiseBound, "from 0 to 1");
  require(gap >= 1e-6 && gap <= 1.0, "gap", gap, "from 1e-6 to 1");
  require(maxIterations >= 1, "iterations", maxIterations, "at least 1");
  if (method != DecompositionMethod::sparsest && method != DecompositionMethod::published)
    found.push_back({"decomposition", toText(method), "must be and-or or published for several networks"});
  const auto settings = DecompositionOptions{.published = published}.problems();
  found.insert(found.end(), settings.begin(), settings.end());
  return found;
}

double JointDecomposition::gap() const {
  return objective > 0.0 ? std::max(0.0, (objective - lowerBound) / objective) : 0.0;
}

double jointLoss(std::span<const Decomposition> networks, double alpha) {
  if (networks.empty()) return 0.0;
  double loss = 0.0;
  for (const auto part : {&Decomposition::andPart, &Decomposition::orPart}) {
    for (Coalition s = 1; s < (networks.front().*part).size(); ++s) {
      double largest = 0.0;
      double sum = 0.0;
      for (const auto& network : networks) {
        const double size = std::abs((network.*part)[s]);
        largest = std::max(largest, size);
        sum += size;
      }
      loss += (1.0 - alpha) * largest + alpha * sum;
    }
  }
  return loss;
}

}  // namespace spindle
