// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace spindle {

/// "steps" of run.json: a regular expression (see CompiledPattern) with one group, searched in a checkpoint's name
/// relative to the run folder; the group is the number. Names that it does not match are skipped.
struct StepPattern {
  enum class Unit { step, epoch };
  std::string pattern;
  Unit unit = Unit::step;
  bool operator==(const StepPattern&) const = default;
};

/// Why the pattern cannot be used; empty when it can: a regular expression (see CompiledPattern) with exactly one
/// group.
std::string stepPatternProblem(const std::string& pattern);

}  // namespace spindle
