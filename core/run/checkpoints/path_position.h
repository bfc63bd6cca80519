// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/name_position.h"

#include <string>
#include <vector>

namespace spindle {

/// What the path of one checkpoint says about its step: its name, else the nearest of its folders that says something.
struct PathPosition {
  std::size_t index = 0;  ///< in the list of paths
  std::string name;       ///< the path, relative to the run folder
  NamePosition position;
  std::string source;  ///< as Checkpoint::stepSource

  [[nodiscard]] bool placed() const { return position.step || position.epoch; }
};

/// Folders that all paths lie in tell nothing ("20240131-resnet-14/last.pt").
std::vector<PathPosition> positionsFromPaths(const std::vector<std::string>& paths);

}  // namespace spindle
