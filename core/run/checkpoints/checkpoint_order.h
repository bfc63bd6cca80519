// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/checkpoint_series.h"
#include "core/run/checkpoints/step_pattern.h"

#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// What is known besides the names. Functions may be empty; they are called only for names that leave a doubt.
struct OrderHints {
  std::optional<StepPattern> pattern;                           ///< "steps" of run.json: replaces all rules
  double lastEpoch = std::numeric_limits<double>::quiet_NaN();  ///< the largest in the training log, NaN if none
  double lastStep = std::numeric_limits<double>::quiet_NaN();
  bool numbersAreSteps = false;                                       ///< "checkpoint-500" of the Hugging Face Trainer
  std::function<std::map<std::string, double>(std::size_t)> scalars;  ///< counters inside file i
  std::function<bool(std::size_t, std::size_t)> same;                 ///< files i and j hold the same weights
  std::function<bool(std::size_t, std::size_t)> newer;                ///< file i was written after file j
};

/// Orders checkpoints by training step. names are relative to folder. The position comes from the file's stem, else
/// from the nearest parent folder that has one, else from counters inside the file, else (when nothing is known of any
/// file) from the natural order of the names. Aliases and second files of one step are skipped.
CheckpointSeries orderCheckpoints(const std::filesystem::path& folder, const std::vector<std::string>& names,
                                  const OrderHints& hints);

/// Lightning counts epochs from zero: "epoch=3-step=1200" was saved when 4 were done. Where the steps show it (the same
/// number of steps for each of epoch + 1 epochs), makes `epoch` the number of finished epochs. Returns whether it did.
bool countFinishedEpochs(CheckpointSeries& series);

}  // namespace spindle
