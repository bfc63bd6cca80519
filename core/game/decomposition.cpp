// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/decomposition.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/game/moebius.h"
#include "core/game/published_descent.h"
#include "core/game/sparsest_solver.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace spindle {
namespace {

struct Name {
  DecompositionMethod method;
  const char* text;
};

constexpr std::array<Name, 4> names{{{DecompositionMethod::sparsest, "and-or"},
                                     {DecompositionMethod::andOnly, "and"},
                                     {DecompositionMethod::orOnly, "or"},
                                     {DecompositionMethod::published, "published"}}};

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

std::vector<OptionProblem> DecompositionOptions::problems() const {
  std::vector<OptionProblem> found;
  const auto require = [&found](bool holds, const char* field, double value, const char* rule) {
    if (!holds) found.push_back({field, shortest(value), std::string("must be ") + rule});
  };
  require(noiseBound >= 0.0 && noiseBound <= 1.0, "noise bound", noiseBound, "from 0 to 1");
  require(gap >= 1e-6 && gap <= 1.0, "gap", gap, "from 1e-6 to 1");
  require(maxIterations >= 1, "iterations", maxIterations, "at least 1");
  require(published.iterations >= 1, "iterations of the published procedure", published.iterations, "at least 1");
  require(published.learningRate > 0.0 && std::isfinite(published.learningRate), "learning rate",
          published.learningRate, "above 0");
  require(published.momentum >= 0.0 && published.momentum < 1.0, "momentum", published.momentum, "from 0 to below 1");
  return found;
}

double Decomposition::gap() const {
  constexpr double tiny = 1e-300;
  return l1 > 0.0 ? std::max(0.0, (l1 - lowerBound) / std::max(l1, tiny)) : 0.0;
}

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

Decomposition oneSidedDecomposition(const CoalitionTable& table, DecompositionMethod method) {
  Decomposition result;
  result.andPart = CoalitionTable(table.variables());
  result.orPart = CoalitionTable(table.variables());
  auto& part = method == DecompositionMethod::andOnly ? result.andPart : result.orPart;
  part = table;
  if (method == DecompositionMethod::andOnly)
    moebius(part.values());
  else
    orTransform(part.values());
  result.andPart[0] = table[0];
  result.l1 = interactionL1(result.andPart) + interactionL1(result.orPart);
  return result;
}

double interactionL1(const CoalitionTable& part) {
  double sum = 0.0;
  for (double value : part.values().subspan(1)) sum += std::abs(value);
  return sum;
}

void mergeOrderOne(CoalitionTable& andPart, CoalitionTable& orPart) {
  if (andPart.size() != orPart.size()) throw std::invalid_argument("AND and OR tables differ in size");
  for (int i = 0; i < andPart.variables(); ++i) {
    const Coalition single = Coalition{1} << i;
    andPart[single] += orPart[single];
    orPart[single] = 0.0;
  }
}

CoalitionTable reconstruct(const CoalitionTable& andPart, const CoalitionTable& orPart) {
  if (andPart.size() != orPart.size()) throw std::invalid_argument("AND and OR tables differ in size");
  CoalitionTable values = andPart;
  CoalitionTable met = orPart;
  zeta(values.values());
  orInverse(met.values(), 0.0);
  for (Coalition t = 0; t < values.size(); ++t) values[t] += met[t];
  return values;
}

std::string toText(DecompositionMethod method) {
  return std::ranges::find(names, method, &Name::method)->text;
}

DecompositionMethod decompositionMethodFrom(std::string_view text) {
  const auto found = std::ranges::find_if(names, [text](const Name& name) { return text == name.text; });
  if (found == names.end())
    throw UserError("There is no decomposition \"" + std::string(text) + "\": use and-or, and, or or published.");
  return found->method;
}

double meanOrder(const CoalitionTable& andPart, const CoalitionTable& orPart) {
  double weighted = 0.0;
  double total = 0.0;
  for (const auto* part : {&andPart, &orPart}) {
    for (Coalition s = 1; s < part->size(); ++s) {
      weighted += order(s) * std::abs((*part)[s]);
      total += std::abs((*part)[s]);
    }
  }
  return total > 0.0 ? weighted / total : 0.0;
}

std::string toText(TieBreak ties) {
  return ties == TieBreak::low ? "low" : ties == TieBreak::high ? "high" : "none";
}

TieBreak tieBreakFrom(std::string_view text) {
  for (const auto ties : {TieBreak::none, TieBreak::low, TieBreak::high}) {
    if (toText(ties) == text) return ties;
  }
  throw UserError("There is no tie-break \"" + std::string(text) + "\": use low, high or none.");
}

}  // namespace spindle
