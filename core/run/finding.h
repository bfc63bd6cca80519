// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace spindle {

/// One line of what opening a run found, guessed or misses; shown by `spindle info` and by the run panel.
struct Finding {
  enum class Kind { found, guessed, missing, doubt };
  Kind kind;
  std::string what;  ///< "checkpoints", "architecture", "losses", "samples", "input", "variables", ...
  std::string text;  ///< "30 checkpoints, steps 0 to 6000 (from names)"
  std::string key;   ///< the run.json key that corrects it, may be empty
};

}  // namespace spindle
