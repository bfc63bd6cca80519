// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/checkpoint_series.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace spindle {

/// "axis" of run.json: any number in place of training steps (a pruning ratio, a width), by checkpoint. Either a
/// pattern as in StepPattern, or the number of each checkpoint by its name.
struct AxisDescription {
  std::string name;  ///< "pruning ratio"
  std::string pattern;
  std::map<std::string, double> values;
  bool training = false;  ///< the number grows as training goes on (tokens seen): phases are looked for along it
  bool operator==(const AxisDescription&) const = default;
};

/// The checkpoints in ascending order of that number; those that the pattern does not match or that have no number are
/// skipped. names are relative to folder. Throws UserError: a name that is no checkpoint, a match that is no number,
/// two checkpoints of one number, none left.
CheckpointSeries checkpointsAlong(const AxisDescription& axis, const std::filesystem::path& folder,
                                  const std::vector<std::string>& names);

}  // namespace spindle
