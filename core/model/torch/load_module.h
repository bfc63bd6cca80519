#pragma once

#include "core/model/torch/runnable.h"

#include <torch/csrc/jit/api/module.h>

#include <filesystem>

namespace spindle {

/// Reads the TorchScript file, replaces its parameters and buffers by those of `weights` (unless empty), freezes it in
/// evaluation mode and folds batch normalisation into convolutions. Throws UserError.
Runnable loadFrozen(const std::filesystem::path& architecture, const std::filesystem::path& weights);

/// The module frozen in evaluation mode; `file` is for messages.
Runnable frozen(torch::jit::Module module, const std::filesystem::path& file);

}  // namespace spindle
