// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/checkpoint_series.h"

#include <string>
#include <vector>

namespace spindle {

/// The files of a run folder that may be checkpoints, by place and name; only files whose name leaves a doubt are
/// looked into (a few bytes, or the directory of a zip archive).
struct CheckpointFiles {
  std::vector<std::string> names;  ///< relative to the run folder, natural order
  std::string base;          ///< folder further down where they were found, relative; empty: where one looks first
  std::string architecture;  ///< TorchScript file beside the checkpoints, relative; empty where none
  std::vector<SetAside> setAside;
  std::vector<std::string> notes;  ///< "lightning_logs/version_2 of 3"
  bool fromHuggingFace = false;    ///< checkpoint-N folders with trainer_state.json
};

}  // namespace spindle
