// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/option_problem.h"
#include "core/game/decomposition.h"
#include "core/game/decomposition_options.h"

#include <span>
#include <vector>

namespace spindle {

/// Options of decomposeJointly(); problems() lists every value that is out of range.
struct JointOptions {
  DecompositionMethod method = DecompositionMethod::sparsest;  ///< or published; there are no others
  /// Loss of an interaction: (1 - alpha) max_i |I_i| + alpha sum_i |I_i| over the networks i, as the authors' code has
  /// it. The paper (arXiv 2401.16318, Eq. 6) prints max + a sum: the same minimizers with alpha = a / (1 + a). 0 to 1.
  /// 1 is the paper's traditional extraction (Eq. 4): each network apart, without the bound of the differences. 0
  /// is degenerate: what lies below the largest costs nothing.
  double alpha = 0.1;
  double noiseBound = 0.02;         ///< |q_i(T)| <= noiseBound * |v_i(N) - v_i(empty)|; 0 to 1
  double gap = 5e-3;                ///< certified relative gap at which the solver may stop; 1e-6 to 1
  int maxIterations = 60000;        ///< it stops here even if the gap is not reached, and says so by gap(); >= 1
  PublishedOptions published = {};  ///< used by that method only, which has no use for gap and maxIterations

  [[nodiscard]] std::vector<OptionProblem> problems() const;
};

/// AND and OR interactions of several networks for one sample that explain each network and have much in common.
struct JointDecomposition {
  std::vector<Decomposition> networks;  ///< lowerBound is 0 in each (nothing is proven of one alone) unless alpha = 1
  double objective = 0.0;               ///< jointLoss() of the networks
  double lowerBound = 0.0;              ///< proven: none within the bounds has a smaller one; 0 where nothing is proven
  int iterations = 0;

  /// Certified relative distance from the optimum, (objective - lowerBound) / objective; 0 for all-zero games.
  [[nodiscard]] double gap() const;
};

/// Sum of (1 - alpha) max_i |I_i(S)| + alpha sum_i |I_i(S)| over nonempty S, AND and OR.
double jointLoss(std::span<const Decomposition> networks, double alpha);

}  // namespace spindle
