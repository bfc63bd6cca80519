// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/decompose.h"

#include "core/game/published_descent.h"
#include "core/game/sparsest_solver.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace spindle {
namespace {

void requireUsable(std::span<const CoalitionTable> tables, DecompositionMethod method) {
  for (const auto& table : tables) {
    if (table.variables() != tables.front().variables())
      throw std::invalid_argument("decompose() needs tables of equal size");
    if (!std::ranges::all_of(table.values(), [](double v) { return std::isfinite(v); }))
      throw std::invalid_argument("decompose() needs finite scores");
  }
  const bool iterates = method == DecompositionMethod::sparsest || method == DecompositionMethod::published;
  if (iterates && !tables.empty() && tables.front().variables() > maxDecompositionVariables)
    throw std::invalid_argument("the sparsest decomposition needs at most 16 variables");
}

}  // namespace

std::vector<Decomposition> decompose(std::span<const CoalitionTable> tables, const DecompositionOptions& options,
                                     const RunControl& control) {
  if (const auto problems = options.problems(); !problems.empty())
    throw std::invalid_argument("decomposition options: " + problemText(problems.front()));
  requireUsable(tables, options.method);
  std::vector<Decomposition> results;
  results.reserve(tables.size());
  if (tables.empty()) return results;
  switch (options.method) {
    case DecompositionMethod::sparsest: {
      SparsestSolver solver(tables.front().variables(), options);
      for (const auto& table : tables) results.push_back(solver.solve(table, control));
      break;
    }
    case DecompositionMethod::published:
      for (const auto& table : tables) results.push_back(publishedDecomposition(table, options, control));
      break;
    case DecompositionMethod::andOnly:
    case DecompositionMethod::orOnly:
      for (const auto& table : tables) {
        if (control.stopRequested()) throw Stopped{};
        results.push_back(oneSidedDecomposition(table, options.method));
      }
      break;
  }
  return results;
}

}  // namespace spindle
