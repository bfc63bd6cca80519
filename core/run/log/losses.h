// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/checkpoint_series.h"
#include "core/run/description/run_description.h"
#include "core/run/log/loss_choice.h"
#include "core/run/log/training_log.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// By name: train = "train|training|tr ... loss" or "loss" alone, test = "val|valid|validation|eval|test|dev ... loss",
/// either order, whole words. Among several a "*_epoch" column wins over a plain one, a plain one over "*_step"; then
/// the shortest name, then the first. `wanted` overrides; throws UserError when it names a column that is not there.
LossChoice chooseLossColumns(const TrainingLog& log, const LossColumns& wanted);

/// Train and test loss over training, as logged.
struct LossCurve {
  std::vector<LogPoint> train, test;
  LossColumns columns;
  bool epochsFinished = false;
};

LossCurve lossCurve(const TrainingLog& log, const LossColumns& columns);

/// Gives each checkpoint the losses logged at its step (or at step - 1: some logs count from 0), else those of its
/// epoch (the last value of that epoch), else, where the log is denser than the checkpoints, the straight line between
/// the two neighboring values. Never beyond the ends. Returns one sentence on how, empty when nothing fitted.
std::string joinLosses(const LossCurve& curve, CheckpointSeries& series);

/// Gives each checkpoint the values of all other columns in the same way. Columns without a value at any checkpoint are
/// left out, and all above the first 100 that have one (histories of every weight).
void joinColumns(const TrainingLog& log, const LossColumns& losses, CheckpointSeries& series);

}  // namespace spindle
