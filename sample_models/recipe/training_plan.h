// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/recipe.h"
#include "sample_models/train.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// A loss that strengthens or weakens interactions whose contexts have from `low` to `high` of all patches of an image.
struct OrderGoal {
  bool encourage = true;
  double low = 0.0, high = 1.0;
};

/// What a training run is made with: the recipe, with the options put in where they differ from its defaults.
struct TrainingPlan {
  Recipe recipe;
  std::uint64_t seed = 0, gridSeed = 0;
  std::optional<OrderGoal> orderGoal;
  std::vector<std::string> changed;  ///< the options that differ, as on the command line: "--steps 200"

  /// Batches that are drawn before the rows are shuffled anew.
  [[nodiscard]] int stepsAnEpoch(std::size_t rows) const;
};

/// Throws UserError: unknown model, fewer samples than a batch, options that contradict each other or the model.
TrainingPlan planOf(const TrainOptions& options);

}  // namespace spindle
