// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/option_problem.h"
#include "core/base/run_control.h"
#include "core/game/coalition_table.h"

#include <span>
#include <string>
#include <vector>

namespace spindle {

/// How v is split into an AND part and an OR part.
enum class DecompositionMethod {
  sparsest,   ///< "and-or": the linear program below, with a certificate
  andOnly,    ///< "and": v_and = v, v_or = 0
  orOnly,     ///< "or": v_and = 0 (but v(empty)), v_or = v
  published,  ///< "published": momentum sub-gradient descent as in the papers' code
};

/// Which of the sparsest decompositions, where several have the same L1 (two effects of order 1 and one AND plus one OR
/// of order 2 cost the same). low and high minimize sum of w(|S|) |I(S)| with w(k) = 1 + t (k - 1) / (n - 1), t = 0.05
/// or -0.05, to a certified gap of 1e-3 (or `gap`, if smaller), keeping L1 <= (1 + gap) times the proven lower bound.
/// Between them lie (nearly) all sparsest decompositions. No paper chooses; low is the default, as the explanation by
/// fewest variables at once (METHOD.md#ties).
enum class TieBreak {
  none,  ///< whichever the iteration comes to from zero
  low,   ///< the one of lowest orders
  high,  ///< the one of highest orders
};

/// Settings of the papers' procedure: momentum sub-gradient descent on p and q from zero, the rate falling
/// geometrically from `learningRate` to a tenth of it. The rate is absolute, in units of the score (their image
/// setting).
struct PublishedOptions {
  int iterations = 20000;      ///< >= 1
  double learningRate = 1e-5;  ///< > 0
  double momentum = 0.9;       ///< 0 to below 1
};

/// Options of decompose(); problems() lists every value that is out of range, each with field, value and rule.
struct DecompositionOptions {
  DecompositionMethod method = DecompositionMethod::sparsest;
  double noiseBound = 0.02;        ///< |q(T)| <= noiseBound * |v(N) - v(empty)|; 0 to 1, 0 means no q
  double gap = 1e-2;               ///< certified relative gap at which the solver may stop; 1e-6 to 1
  int maxIterations = 60000;       ///< the solver stops here even if the gap is not reached, and says so by gap(); >= 1
  TieBreak ties = TieBreak::none;  ///< of the sparsest decomposition; measurements use low
  PublishedOptions published = {};  ///< used by that method only

  [[nodiscard]] std::vector<OptionProblem> problems() const;
};

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

/// Decomposes each table on its own (the result of one never depends on the others, nor on their number or order).
/// Where several decompositions are equally sparse, sparsest_solver.h says which one is returned. tables: equal n,
/// finite scores v(T) in the score's unit, not shifted. n <= 16 for sparsest and published. Throws
/// std::invalid_argument for scores that are not finite or unequal n; Stopped when control says so. Cost: sparsest
/// takes some hundred iterations of O(n 2^n) a table. Safe to call from several threads.
std::vector<Decomposition> decompose(std::span<const CoalitionTable> tables, const DecompositionOptions& options,
                                     const RunControl& control = RunControl());

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

/// "and-or", "and", "or", "published"; the inverse throws UserError with the list of names.
std::string toText(DecompositionMethod method);
DecompositionMethod decompositionMethodFrom(std::string_view text);

/// "none", "low", "high"; the inverse throws UserError with the list of names.
std::string toText(TieBreak ties);
TieBreak tieBreakFrom(std::string_view text);

}  // namespace spindle
