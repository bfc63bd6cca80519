// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/step_preview.h"

#include "core/base/user_error.h"
#include "core/run/checkpoints/checkpoint_order.h"

namespace spindle {

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
