// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/train.h"

namespace spindle {

/// The entry point of the module spindle_trainer: what trainSampleModel() calls. Exceptions cross.
using TrainFunction = Outcome(const TrainOptions& options, RunControl& control);
inline constexpr const char* trainSymbol = "spindleTrain";

}  // namespace spindle
