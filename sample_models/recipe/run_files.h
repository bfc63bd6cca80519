// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/labeled_data.h"
#include "sample_models/recipe/training_plan.h"

#include <filesystem>
#include <string>

namespace spindle {

/// Writes run.json: how the checkpoints, samples and variables of the folder are to be read.
void writeRunJson(const std::filesystem::path& file, const TrainingPlan& plan, const LabeledData& data);

/// HOW.md: the command, the seeds and the choices, for whoever finds the folder later. reached: one sentence.
void writeHow(const std::filesystem::path& file, const TrainingPlan& plan, const LabeledData& data,
              const std::string& reached);

}  // namespace spindle
