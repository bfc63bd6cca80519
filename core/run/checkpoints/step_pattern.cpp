// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/step_pattern.h"

#include "core/run/checkpoints/compiled_pattern.h"

namespace spindle {

std::string stepPatternProblem(const std::string& pattern) {
  const CompiledPattern compiled(pattern);
  if (!compiled.problem().empty()) {
    return "Not a valid regular expression yet: " + compiled.problem() +
           "; one such as step-([0-9]+) finds the number in a name.";
  }
  if (compiled.groups() == 1) return {};
  return "The pattern needs exactly one group in parentheses for the number, such as step-([0-9]+); it has " +
         std::to_string(compiled.groups()) + ".";
}

}  // namespace spindle
