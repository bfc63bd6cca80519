#pragma once

#include "core/base/run_control.h"
#include "core/game/decomposition.h"
#include "core/game/restarted_halpern.h"

#include <vector>

namespace spindle {

/// Solves the linear programme of the sparsest decomposition for one game after another. It keeps its buffers, so a
/// worker should keep one solver. Each game starts from zero: the result depends on the table and the options only.
/// Not for use by several threads at once.
class SparsestSolver {
 public:
  /// n <= 16. Throws std::invalid_argument.
  SparsestSolver(int n, const DecompositionOptions& options);

  /// Throws Stopped when control says so.
  Decomposition solve(const CoalitionTable& table, const RunControl& control);

 private:
  void scale(const CoalitionTable& table);
  void keepPrimal();
  void raiseLowerBound();
  [[nodiscard]] Decomposition finish(const CoalitionTable& table) const;

  int n_;
  DecompositionOptions options_;
  RestartedHalpern<double> iteration_;
  int exponent_ = 0;         ///< v is scaled by a power of two, which rounds nothing
  double bound_ = 0.0;       ///< zeta, scaled
  double innerBound_ = 0.0;  ///< a little less: leaves room for the polish
  double l1_ = 0.0;
  double lowerBound_ = 0.0;
  std::vector<double> v_, best_, bestComplement_, u_, w_, y_, first_, second_;
};

}  // namespace spindle
