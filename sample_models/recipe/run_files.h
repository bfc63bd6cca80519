// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/labeled_data.h"
#include "sample_models/recipe/recipe.h"
#include "sample_models/train.h"

#include <filesystem>

namespace spindle {

/// What a training run is made with: the recipe, with the options put in where they differ from its defaults.
struct TrainingPlan {
  Recipe recipe;
  std::uint64_t seed = 0, gridSeed = 0;
  bool ownValues = false;  ///< options differ from the recipe's defaults
};

/// Throws UserError for an unknown model or fewer samples than a batch.
TrainingPlan planOf(const TrainOptions& options);

/// Writes run.json: how the checkpoints, samples and variables of the folder are to be read.
void writeRunJson(const std::filesystem::path& file, const TrainingPlan& plan, const LabeledData& data);

/// 16 test and 16 training rows as samples.npz, one class after the other; with label noise the last four training rows
/// are mislabeled ones, and their names say so. Names: "test 0012 ankle boot".
void writeSamples(const std::filesystem::path& file, const LabeledData& data);

/// HOW.md: the command, the seeds and the choices, for whoever finds the folder later.
void writeHow(const std::filesystem::path& file, const TrainingPlan& plan, const LabeledData& data);

}  // namespace spindle
