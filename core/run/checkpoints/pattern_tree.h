// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/pattern_program.h"

#include <limits>
#include <memory>
#include <string>
#include <string_view>

namespace spindle {

/// Why a pattern cannot be searched, in words that follow a colon ("a group is not closed").
struct PatternProblem {
  std::string text;
};

/// A part of a pattern: `set` for one byte, otherwise the parts below it.
struct PatternNode {
  enum class Kind { empty, set, assertion, sequence, choice, repeat, group } kind = Kind::empty;
  PatternBytes set = {};
  PatternInstruction::Kind assertion = PatternInstruction::Kind::start;
  std::vector<std::unique_ptr<PatternNode>> parts = {};
  std::size_t least = 0, most = 0, group = 0;  ///< group: counted from 1, 0 for one that is not saved
  bool greedy = true;
};
constexpr std::size_t withoutEnd = std::numeric_limits<std::size_t>::max();  ///< PatternNode::most of "*"

struct PatternTree {
  std::unique_ptr<PatternNode> root;
  std::size_t groups = 0;
};

/// Throws PatternProblem.
PatternTree parsePattern(std::string_view text);

}  // namespace spindle
