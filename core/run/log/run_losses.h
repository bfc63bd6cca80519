// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/checkpoint_series.h"
#include "core/run/description/run_description.h"
#include "core/run/finding.h"
#include "core/run/log/find_log.h"
#include "core/run/log/loss_choice.h"
#include "core/run/log/losses.h"

#include <vector>

namespace spindle {

/// Joins the losses of the log to the checkpoints, by the columns of run.json or those that look like losses, and tells
/// in findings what was taken, guessed and is missing. Throws UserError when run.json names a column that is not there.
LossChoice takeLosses(const FoundLog& found, const RunDescription& description, CheckpointSeries& series,
                      std::vector<Finding>& findings);

/// Gives checkpoints without an epoch that of the log at their step, where the log counts finished epochs.
void fillEpochs(const TrainingLog& log, CheckpointSeries& series);

}  // namespace spindle
