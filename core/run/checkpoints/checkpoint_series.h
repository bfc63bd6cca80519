// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/series_kind.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// One saved state of the network. step and epoch are NaN where unknown; losses too.
struct Checkpoint {
  std::filesystem::path file;
  std::string name;    ///< relative to the run folder
  double step = 0.0;   ///< optimizer step; the primary axis. Where only epochs are known it holds the epoch
  double epoch = 0.0;  ///< epochs finished (may be fractional)
  double trainLoss = 0.0;
  double testLoss = 0.0;
  std::string stepSource;           ///< "name", "folder", "content", "order", "axis": how the step was found
  std::vector<double> logged = {};  ///< one value for each of loggedColumns; NaN where unknown
};

/// A file that looked like a checkpoint and is not used, with the reason ("optimizer state", "alias of epoch=3.ckpt").
struct SetAside {
  std::string name;
  std::string reason;
};

/// Checkpoints ordered by training step (numeric, never lexicographic). Finding reads names and, where names tell
/// nothing, file headers; no weights are loaded.
struct CheckpointSeries {
  std::vector<Checkpoint> checkpoints;
  std::vector<SetAside> setAside;
  bool stepsAreEpochs = false;     ///< no optimizer steps known: step holds epochs
  std::vector<std::string> notes;  ///< what was guessed about the order ("numbers taken as steps")
  /// Columns of the training log beside the losses that have a value at some checkpoint ("accuracy").
  std::vector<std::string> loggedColumns = {};
  SeriesKind kind = SeriesKind::training;
  std::string axis = {};  ///< what step holds in place of training steps: "pruning ratio"; empty: steps or epochs
};

}  // namespace spindle
