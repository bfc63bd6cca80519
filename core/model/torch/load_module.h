#pragma once

#include "core/model/torch/runnable.h"

#include <filesystem>

namespace spindle {

/// Reads the TorchScript file, replaces its parameters and buffers by those of `weights` (unless empty), freezes it in
/// evaluation mode and folds batch normalisation into convolutions. Throws UserError.
Runnable loadFrozen(const std::filesystem::path& architecture, const std::filesystem::path& weights);

}  // namespace spindle
