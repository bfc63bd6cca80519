// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/description/run_description.h"
#include "core/run/log/training_log.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// The training log of a run. `problem` is one sentence on why there is none, or what a broken one says.
struct FoundLog {
  std::optional<TrainingLog> log;
  std::vector<std::string> others;  ///< logs that have losses too and were not taken
  std::string problem;
};

/// Takes the log that run.json names ("metrics"), else the first one with a loss column of: metrics.csv,
/// trainer_state.json (of the highest checkpoint-N), log.txt and *.jsonl, summary.csv and other CSV files, JSON files
/// whose name tells of a log, TensorBoard event files; in the run folder, beside the checkpoints, in the newest
/// lightning_logs/version_N, in folders such as "logs" and in MMEngine's folders named by a time. Does not throw:
/// a run without losses is still a run.
FoundLog findTrainingLog(const std::filesystem::path& folder, const RunDescription& description,
                         const std::vector<std::string>& checkpointNames);

}  // namespace spindle
