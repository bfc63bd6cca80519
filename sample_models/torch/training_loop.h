// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "sample_models/recipe/labeled_data.h"
#include "sample_models/recipe/training_plan.h"
#include "sample_models/torch/new_run_folder.h"

#include <string>

namespace spindle {

/// Trains the plan's network on the data by its descent and writes model.pt, the checkpoints and metrics.csv into the
/// folder, which it publishes with the first checkpoint. Stopped, or killed, it leaves training.state, with which it
/// can be resumed; the files at the end are the same. One thread, LibTorch's default generator as seeded by the caller;
/// the same plan gives the same files. reached: one sentence with the accuracy at the end. Throws UserError for a
/// failed write.
Outcome trainByDescent(const TrainingPlan& plan, const LabeledData& data, NewRunFolder& folder, bool resume,
                       RunControl& control, std::string& reached);

}  // namespace spindle
