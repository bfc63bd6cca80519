// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/checkpoint_series.h"
#include "core/run/description/run_description.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// The files of a run folder that may be checkpoints, by place and name; only files whose name leaves a doubt are
/// looked into (a few bytes, or the directory of a zip archive).
struct CheckpointFiles {
  std::vector<std::string> names;  ///< relative to the run folder, natural order
  std::string base;          ///< folder further down where they were found, relative; empty: where one looks first
  std::string architecture;  ///< file of the network beside the checkpoints, relative; empty where none
  std::vector<SetAside> setAside;
  std::vector<std::string> notes;  ///< "lightning_logs/version_2 of 3"
  bool fromHuggingFace = false;    ///< checkpoint-N folders with trainer_state.json
};

/// Looks in the folder itself, in "checkpoints" and folders of similar names, in the highest "version_N" of
/// "lightning_logs", and in folders named by a step ("checkpoint-500", "epoch_3"); where these hold none, in the folder
/// below with the most of them ("output/train/20240131-exp"), and tells; or, where run.json names them, only there.
/// Throws UserError when a folder cannot be listed or run.json names a file that is not there.
CheckpointFiles findCheckpointFiles(const std::filesystem::path& folder, const RunDescription& description);

/// True for folder names below which the checkpoints of a run lie, so that the run is a folder further up.
bool isCheckpointFolderName(const std::string& name);

}  // namespace spindle
