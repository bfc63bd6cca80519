// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/game/coupled_halpern.h"
#include "core/game/decomposition.h"
#include "core/game/restarted_halpern.h"

#include <span>
#include <variant>
#include <vector>

namespace spindle {

using SparsestIteration = std::variant<RestartedHalpern<double>, RestartedHalpern<float>, CoupledHalpern>;

/// Solves the linear program of the sparsest decomposition for one game after another. It keeps its buffers, so a
/// worker should keep one solver. Not for use by several threads at once.
///
/// Which minimizer, where several are equally sparse: the one that the iteration comes to from zero, because Halpern's
/// iteration is drawn towards the solution nearest its start and zero favors neither AND nor OR. Start,
/// restarts and inspections depend on the table and the options only, so the answer never depends on the order of work,
/// on other tables or on threads. Of all points inspected the one of least L1 is kept; what is zero at the optimum is
/// made exactly zero (see polish). Where AND alone or OR alone is as sparse to 1e-9, that is returned instead, OR
/// before AND: an explanation by one kind is the simpler one.
///
/// With a tie-break (DecompositionOptions::ties) the iteration first follows weights by order, steep ones (1 +- 0.2 at
/// the highest order), then those of the definition (1 +- 0.05), and at last none until the plain L1 of what it found
/// is certified: some 1.5 to 2 times the iterations of the plain solution. maxIterations counts all of them.
///
/// The iteration is CoupledHalpern from 11 variables on, which needs far fewer steps, and RestartedHalpern below, whose
/// steps are cheaper. With 8 to 10 variables, a gap of 1e-3 or more and a noise bound the latter runs in single
/// precision, and goes on in double once rounding stops it; whatever is kept or proven is computed in double.
class SparsestSolver {
 public:
  /// n <= 16. Throws std::invalid_argument.
  SparsestSolver(int n, const DecompositionOptions& options);

  /// Throws Stopped when control says so.
  Decomposition solve(const CoalitionTable& table, const RunControl& control);

 private:
  void scale(const CoalitionTable& table);
  void solvePlain(const RunControl& control);
  void solveWithTieBreak(const RunControl& control);
  void solveWeighted(double weight, double wanted, int last, const RunControl& control);
  bool advance(double& next, int last, const RunControl& control);
  void clear();
  void start();
  void reweight(std::span<const double> weights);
  [[nodiscard]] int iterations() const;
  void keepPrimal();
  void raiseLowerBound();
  [[nodiscard]] double objective(std::span<const double> interactions) const;
  [[nodiscard]] double objective(const Decomposition& decomposition) const;
  [[nodiscard]] Decomposition orOneSided(const CoalitionTable& table, Decomposition result) const;
  [[nodiscard]] Decomposition finish(const CoalitionTable& table) const;

  int n_;
  DecompositionOptions options_;
  SparsestIteration iteration_;
  bool single_ = false;          ///< begin in single precision
  int exponent_ = 0;             ///< v is scaled by a power of two, which rounds nothing
  double bound_ = 0.0;           ///< zeta, scaled
  double innerBound_ = 0.0;      ///< a little less: leaves room for the polish
  std::vector<double> weights_;  ///< of the orders 0 to n; empty in the plain stage
  double objective_ = 0.0;       ///< weighted L1 of the best point inspected in this stage
  double objectiveBound_ = 0.0;  ///< proven lower bound of it
  double lowerBound_ = 0.0;      ///< proven lower bound of the plain L1
  double bestL1_ = 0.0;          ///< plain L1 of the point kept
  double mostL1_ = 0.0;          ///< a point of at most this plain L1 is preferred to any of a larger one
  std::vector<double> v_, best_, bestComplement_, u_, w_, y_, first_, second_;
};

}  // namespace spindle
