// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/pattern_program.h"

#include <optional>
#include <string>
#include <string_view>

namespace spindle {

/// A regular expression that somebody typed, searched in the names of files: ECMAScript without look-ahead and back
/// references. Works on bytes. A search takes time in proportion to pattern times text and no stack, whatever both are.
/// Patterns have at most 1000 characters and groups at most 50 deep; repeats are written out, to at most 2000 places.
class CompiledPattern {
 public:
  explicit CompiledPattern(std::string_view pattern);

  /// Why it is none, in words that follow a colon ("a group is not closed"); empty where it can be searched.
  [[nodiscard]] const std::string& problem() const { return problem_; }

  [[nodiscard]] std::size_t groups() const { return groups_; }

  /// The first group of the leftmost match, the whole match where the pattern has no group; nullopt without a match, or
  /// where the group took no part in it.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view text) const;

 private:
  PatternProgram program_;
  std::size_t groups_ = 0;
  std::string problem_;
};

}  // namespace spindle
