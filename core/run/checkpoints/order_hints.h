// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/step_pattern.h"

#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>

namespace spindle {

/// Why a file is set aside that "steps" of run.json does not fit.
inline constexpr const char* withoutStepNumber = "\"steps\" of run.json finds no number in its name";

/// What is known besides the names. Functions may be empty; they are called only for names that leave a doubt.
struct OrderHints {
  std::optional<StepPattern> pattern;                           ///< "steps" of run.json: replaces all rules
  double lastEpoch = std::numeric_limits<double>::quiet_NaN();  ///< the largest in the training log, NaN if none
  double lastStep = std::numeric_limits<double>::quiet_NaN();
  bool numbersAreSteps = false;                                       ///< "checkpoint-500" of the Hugging Face Trainer
  std::function<std::map<std::string, double>(std::size_t)> scalars;  ///< counters inside file i
  std::function<bool(std::size_t, std::size_t)> same;                 ///< files i and j hold the same weights
  std::function<bool(std::size_t, std::size_t)> newer;                ///< file i was written after file j
};

}  // namespace spindle
