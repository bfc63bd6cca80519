// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/outputs/tried_description.h"

#include "core/base/user_error.h"
#include "core/input/sample/describe_samples.h"
#include "core/run/open_questions.h"

namespace spindle {

TriedDescription tryDescription(const std::filesystem::path& folder, const RunDescription& description) {
  TriedDescription tried;
  tried.answers = description;
  try {
    const Run run = Run::open(folder, description);
    tried.answers = answered(run);
    if (run.samples().samples.empty()) {
      tried.problem = "There are no samples yet; choose a file or a folder of them.";
      return tried;
    }
    tried.samples = describeSamples(run.samples()).line();
    tried.accuracy = sampleAccuracy(run);
  } catch (const UserError& error) {
    tried.problem = error.what();
  }
  return tried;
}

}  // namespace spindle
