// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/labeled_data.h"
#include "sample_models/recipe/training_plan.h"
#include "sample_models/torch/new_run_folder.h"

#include <string>

namespace spindle {

/// Writes model.pt, the checkpoints and metrics.csv of a student (see TeacherAndStudent) into the folder; no loop over
/// steps: each checkpoint is reached at once. Returns the data it was drawn with. reached: one sentence on the losses.
LabeledData followTeacher(const TrainingPlan& plan, const NewRunFolder& folder, std::string& reached);

}  // namespace spindle
