#pragma once

#include "core/model/network.h"
#include "core/model/torch/runnable.h"

#include <torch/csrc/jit/api/module.h>

#include <filesystem>
#include <string>

namespace spindle {

/// A network ready to run, and what the user must be told about its weights (see Network::warning).
struct LoadedNetwork {
  Runnable network;
  std::string warning;
};

/// Reads the TorchScript file, replaces its parameters and buffers by those of `weights` (unless empty), freezes it in
/// evaluation mode and folds batch normalisation into convolutions. Of the options only those of weights count. Throws
/// UserError.
LoadedNetwork loadFrozen(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                         const NetworkOptions& options);

/// The module frozen in evaluation mode; `file` is for messages.
Runnable frozen(torch::jit::Module module, const std::filesystem::path& file);

}  // namespace spindle
