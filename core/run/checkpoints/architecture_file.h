// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/found_files.h"
#include "core/run/description/run_description.h"

namespace spindle {

/// Takes the file that holds the architecture out of the checkpoints: the model of run.json, else a TorchScript file
/// without a position beside others. guess: nothing in run.json names the checkpoints.
void separateArchitecture(const std::filesystem::path& folder, const RunDescription& description, bool guess,
                          CheckpointFiles& found);

}  // namespace spindle
