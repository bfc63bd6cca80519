// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace spindle {

/// What "target" in run.json names: where the labels stand, or one label of several that each sample carries.
enum class TargetMeans { column, label };

/// Class labels of samples, and how they were understood.
struct Labels {
  std::vector<std::int64_t> targets;
  std::vector<std::string> classes;
  std::vector<std::string> notes;
  bool classesGuessed = false;  ///< words in sorted order: the network's order may be another
  bool measured = false;        ///< no classes: every label is 0
  bool renumbered = false;      ///< some are negative, and they are not just -1 and +1
  bool several = false;         ///< rows of several, of which "target" names one
};

}  // namespace spindle
