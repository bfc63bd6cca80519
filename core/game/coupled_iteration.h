// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coalition.h"
#include "core/game/symmetric_plan.h"

#include <cstddef>

namespace spindle {

/// What one table's iteration works on: three blocks of 2^n numbers, namely the AND interactions, the OR interactions
/// and the noise term times 1 / root. All pointers are aligned to 64 bytes and owned by the caller.
struct CoupledState {
  int n = 0;
  double* point[3] = {};           ///< s, the fixed-point iterate; 0 at the empty set
  const double* anchor[3] = {};    ///< s_0 of Halpern's iteration, set at each restart; 0 at the empty set
  double* work[2] = {};            ///< 2^n numbers each, and SymmetricPlan::local zeros behind the first
  const double* values = nullptr;  ///< v
  const SymmetricPlan* plan = nullptr;
  /// By d: the inverse block of CoupledBlocks of the d-th symmetric power, for a shift of root^2.
  const double* inverse[maxDecompositionVariables + 1] = {};
  double limits[maxDecompositionVariables + 1] = {};  ///< of the soft threshold by order: weight / rho
  double bound = 0.0;                                 ///< of the noise term, times 1 / root
  double root = 1.0;                                  ///< scale of the noise block
  int sinceRestart = 0;                               ///< k of Halpern's weights; advanced by each iteration
};

/// Does `count` iterations s <- (k+1)/(k+2) R_f R_g s + 1/(k+2) s_0 and returns |R_f R_g s - s|^2 of the last one. With
/// count 0 it only leaves the multiplier of the projection of R_g s in work[0]. The result has the same bits whichever
/// instruction set is used.
using CoupledIterate = double (*)(CoupledState&, int count);

}  // namespace spindle
