// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/game_values.h"
#include "core/dynamics/sample_interactions.h"
#include "core/game/coalition.h"
#include "core/store/results_file.h"
#include "ui/session/selection.h"

#include <memory>
#include <vector>

namespace spindle {

/// I(S) of one coalition and kind, after the order-1 merge where there is one; in the score's unit.
struct Interaction {
  Coalition coalition = 0;
  InteractionKind kind = InteractionKind::andKind;
  double value = 0.0;
};

/// The interactions of one sample at one checkpoint, strongest first; zeros are left out. Immutable.
struct InteractionList {
  std::vector<Interaction> rows;
  std::size_t all = 0;      ///< 2 (2^n - 1), zeros counted
  std::size_t salient = 0;  ///< |I| >= threshold
  double threshold = 0.0;
  double full = 0.0;           ///< v(N), not shifted
  std::vector<double> scores;  ///< v(T) by coalition, not shifted; empty where the sample failed
  GameValues values;           ///< of the scores
};
using InteractionListPtr = std::shared_ptr<const InteractionList>;

/// O(n^2 2^n). An empty list where the sample failed.
InteractionListPtr interactionList(const PairResult& pair, double threshold, OrderOne orderOne);

}  // namespace spindle
