// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/game/coalition.h"

#include <utility>
#include <vector>

namespace spindle {

/// What an additive model cannot have: at each checkpoint the interactions of order 2 by pair, and how far the
/// scores are from a sum of effects of single variables.
class PairPass : public TablePass {
 public:
  struct At {
    std::size_t samples = 0;
    /// Mean over samples of |I_and| + |I_or| by pair, the strongest first.
    std::vector<std::pair<double, Coalition>> pairs;
    /// Largest Harsanyi dividend |a(S)|, |S| >= 2, over the largest |v(T) - v(empty)| of its sample: of the scores as
    /// they are. The decomposition into AND and OR may move them by its noise bound.
    double largest = 0.0;
  };

  explicit PairPass(std::size_t checkpoints) : at_(checkpoints) {}
  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) override;
  [[nodiscard]] const At& at(std::size_t checkpoint) const { return at_.at(checkpoint); }

 private:
  std::vector<At> at_;
};

}  // namespace spindle
