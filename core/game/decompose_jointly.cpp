// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/decompose_jointly.h"

#include "core/game/decompose.h"
#include "core/game/joint_solver.h"
#include "core/game/published_joint_descent.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace spindle {
namespace {

void requireUsable(std::span<const CoalitionTable> tables, std::span<const double> differenceBounds) {
  if (tables.empty() || tables.size() > std::size_t{maxJointNetworks})
    throw std::invalid_argument("decomposeJointly() needs 1 to 16 networks");
  if (differenceBounds.size() != tables.size())
    throw std::invalid_argument("decomposeJointly() needs one bound for each network");
  for (const double bound : differenceBounds) {
    if (!std::isfinite(bound) || bound < 0.0)
      throw std::invalid_argument("decomposeJointly() needs finite bounds that are not negative");
  }
  for (const auto& table : tables) {
    if (table.variables() != tables.front().variables())
      throw std::invalid_argument("decomposeJointly() needs tables of equal size");
    if (!std::ranges::all_of(table.values(), [](double v) { return std::isfinite(v); }))
      throw std::invalid_argument("decomposeJointly() needs finite scores");
  }
  if (tables.front().variables() > maxDecompositionVariables)
    throw std::invalid_argument("the joint decomposition needs at most 16 variables");
}

JointDecomposition separate(std::span<const CoalitionTable> tables, const JointOptions& options,
                            const RunControl& control) {
  JointDecomposition result;
  result.networks = decompose(
      tables, {.noiseBound = options.noiseBound, .gap = options.gap, .maxIterations = options.maxIterations}, control);
  for (const auto& network : result.networks) {
    result.lowerBound += network.lowerBound;
    result.iterations = std::max(result.iterations, network.iterations);
  }
  result.objective = jointLoss(result.networks, 1.0);
  return result;
}

}  // namespace

JointDecomposition decomposeJointly(std::span<const CoalitionTable> tables, std::span<const double> differenceBounds,
                                    const JointOptions& options, const RunControl& control) {
  if (const auto problems = options.problems(); !problems.empty())
    throw std::invalid_argument("joint decomposition options: " + problemText(problems.front()));
  requireUsable(tables, differenceBounds);
  if (options.method == DecompositionMethod::published)
    return publishedJointDecomposition(tables, differenceBounds, options, control);
  if (options.alpha == 1.0) return separate(tables, options, control);
  return JointSolver(tables, differenceBounds, options).solve(control);
}

}  // namespace spindle
