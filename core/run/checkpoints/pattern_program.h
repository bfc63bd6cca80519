// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/pattern_bytes.h"

#include <vector>

namespace spindle {

/// One step of the program that a pattern becomes (Thompson, Pike).
struct PatternInstruction {
  enum class Kind { set, split, jump, save, start, end, border, noBorder, match } kind = Kind::match;
  std::size_t first = 0, second = 0;  ///< split: the preferred place and the other; jump: the place; save: the slot
  PatternBytes set = {};
};

using PatternProgram = std::vector<PatternInstruction>;

}  // namespace spindle
