// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coalition_table.h"
#include "core/game/decomposition_options.h"

#include <span>

namespace spindle {

/// v + q = v(empty) + sum of AND interactions of subsets + sum of OR interactions of sets met, with |q| within the
/// bound. Entry 0 of `andPart` is v(empty), entry 0 of `orPart` is 0. Order 1 is not merged here (see mergeOrderOne).
struct Decomposition {
  CoalitionTable andPart;
  CoalitionTable orPart;
  double l1 = 0.0;          ///< sum of |I| over both tables without the empty set: the value of the linear program
  double lowerBound = 0.0;  ///< proven: no decomposition within the bound has a smaller l1; 0 where nothing is proven
  int iterations = 0;

  /// Certified relative distance from the optimum, (l1 - lowerBound) / max(l1, tiny); 0 for an all-zero game.
  [[nodiscard]] double gap() const;
};

/// The largest |q(T)| that the options allow for this table, in the score's unit.
double noiseLimit(const CoalitionTable& table, const DecompositionOptions& options);

/// Mean of |v(N) - v(empty)|, the noiseRange for which all samples of a checkpoint share one bound; 0 for no tables.
double meanRange(std::span<const CoalitionTable> tables);

/// v as AND interactions alone or as OR interactions alone; method is one of these two. Cost: one transform.
Decomposition oneSidedDecomposition(const CoalitionTable& table, DecompositionMethod method);

/// Sum of |I(S)| over nonempty S.
double interactionL1(const CoalitionTable& part);

/// For |S| = 1 AND and OR are the same function: moves I_or({i}) into I_and({i}). Needed before any count, threshold,
/// statistic by order or comparison (METHOD.md#order-1-merge).
void mergeOrderOne(CoalitionTable& andPart, CoalitionTable& orPart);

/// The right-hand side of the universal matching theorem: entry T is andPart[0] + sum over nonempty S subset of T of
/// I_and(S) + sum over S meeting T of I_or(S). Equals v + q for a decomposition.
CoalitionTable reconstruct(const CoalitionTable& andPart, const CoalitionTable& orPart);

/// Sum of |S| |I(S)| over sum of |I(S)|, both parts, nonempty S; 0 for an all-zero game.
double meanOrder(const CoalitionTable& andPart, const CoalitionTable& orPart);

}  // namespace spindle
