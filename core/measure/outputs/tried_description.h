// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/outputs/sample_accuracy.h"
#include "core/run/description/run_description.h"

#include <filesystem>
#include <optional>
#include <string>

namespace spindle {

/// What a run is with another description than its run.json: whether it can be read, and how often its last checkpoint
/// is right on the samples.
struct TriedDescription {
  std::string problem;     ///< one sentence; empty where all went well
  std::string samples;     ///< "64 samples, image [3, 32, 32], uint8, raw values 0 to 1"; empty where there are none
  RunDescription answers;  ///< the description with what was guessed written out
  std::optional<SampleAccuracy> accuracy;
};

/// Opens the folder and asks the network. Nothing is written. Throws no UserError: it becomes `problem`.
TriedDescription tryDescription(const std::filesystem::path& folder, const RunDescription& description);

}  // namespace spindle
