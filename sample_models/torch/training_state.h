// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/torch/optimizer.h"

#include <torch/csrc/jit/api/module.h>

#include <filesystem>
#include <string>

namespace spindle {

/// In the folder of a run whose training has not ended.
inline constexpr const char* trainingStateFile = "training.state";

/// Writes weights, optimizer and random generator after `step` steps, such that a killed process leaves the old file or
/// the new one. settings: of the plan, in words. Throws UserError.
void saveTrainingState(const std::filesystem::path& file, const torch::jit::Module& module, const Optimizer& optimizer,
                       int step, const std::string& settings);

/// Puts them back; returns the step. Throws UserError where the file cannot be read or is of other settings.
int loadTrainingState(const std::filesystem::path& file, torch::jit::Module& module, Optimizer& optimizer,
                      const std::string& settings);

}  // namespace spindle
