// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/checkpoint_series.h"
#include "core/run/checkpoints/step_pattern.h"

#include <string>
#include <vector>

namespace spindle {

/// What a pattern would make of the names of checkpoints; `problem` is one sentence where it is no usable pattern.
struct StepPreview {
  CheckpointSeries series;
  std::string problem;
};

/// By the names alone: no file is read, so twins are not told apart. Costs a search of the pattern in every name.
StepPreview previewSteps(const std::vector<std::string>& names, const StepPattern& pattern);

}  // namespace spindle
