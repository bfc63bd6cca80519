// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/step_preview.h"

#include "core/base/user_error.h"
#include "core/run/checkpoints/checkpoint_order.h"
#include "core/run/checkpoints/step_pattern.h"

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

StepPreview previewSteps(const std::vector<std::string>& names, const StepPattern& pattern) {
  StepPreview preview;
  preview.problem = stepPatternProblem(pattern.pattern);
  if (!preview.problem.empty()) return preview;
  OrderHints hints;
  hints.pattern = pattern;
  try {
    preview.series = orderCheckpoints({}, names, hints);
    if (preview.series.checkpoints.empty()) preview.problem = "No file name matches the pattern.";
  } catch (const UserError& error) {
    preview.problem = error.what();
  }
  return preview;
}

}  // namespace spindle
