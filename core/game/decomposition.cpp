// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/decomposition.h"

#include "core/game/moebius.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace spindle {

double Decomposition::gap() const {
  constexpr double tiny = 1e-300;
  return l1 > 0.0 ? std::max(0.0, (l1 - lowerBound) / std::max(l1, tiny)) : 0.0;
}

double noiseLimit(const CoalitionTable& table, const DecompositionOptions& options) {
  const double own = std::abs(table[fullCoalition(table.variables())] - table[0]);
  return options.noiseBound * (options.noiseRange > 0.0 ? options.noiseRange : own);
}

double meanRange(std::span<const CoalitionTable> tables) {
  double sum = 0.0;
  for (const auto& table : tables) sum += std::abs(table[fullCoalition(table.variables())] - table[0]);
  return tables.empty() ? 0.0 : sum / static_cast<double>(tables.size());
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

}  // namespace spindle
