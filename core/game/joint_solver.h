// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/game/joint_decomposition.h"
#include "core/game/joint_halpern.h"

#include <span>
#include <vector>

namespace spindle {

/// Solves the linear program of one joint decomposition (see decompose_jointly.h), with alpha < 1. Of all points
/// inspected the one of least loss is kept, and the largest lower bound that a dual point proves, in double precision
/// with room for its rounding. For one thread at a time.
class JointSolver {
 public:
  /// The arguments of decomposeJointly(), checked there; tables must outlive the solver.
  JointSolver(std::span<const CoalitionTable> tables, std::span<const double> differenceBounds,
              const JointOptions& options);

  /// Throws Stopped when control says so.
  JointDecomposition solve(const RunControl& control);

 private:
  void scale(std::span<const double> differenceBounds);
  void keepPrimal();
  void raiseLowerBound();
  [[nodiscard]] double largestDualRow(std::span<const double> andRows, std::span<const double> orRows) const;
  [[nodiscard]] JointDecomposition finish(int iterations) const;
  [[nodiscard]] std::size_t size() const { return coalitionCount(n_); }
  [[nodiscard]] double noiseOf(std::size_t network, Coalition t, std::span<const double> u,
                               std::span<const double> w) const;

  std::span<const CoalitionTable> tables_;
  JointOptions options_;
  int n_;
  int exponent_ = 0;  ///< scores are scaled by a power of two, which rounds nothing
  double inner_;      ///< share of the bounds that the iteration may use: leaves room for the polish
  std::vector<double> noiseBounds_, differenceBounds_;             ///< scaled
  double objective_, lowerBound_ = 0.0;                            ///< of the best point inspected; proven; both scaled
  std::vector<double> v_, best_, bestComplement_, u_, w_, y_, h_;  ///< a table for each network, scaled
};

}  // namespace spindle
