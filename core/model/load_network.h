// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"

#include <filesystem>
#include <memory>

namespace spindle {

/// Loads the TorchScript file `architecture` and, when `weights` is not empty, replaces its parameters and buffers by
/// those of the file `weights` (all names and shapes must match unless options.partialWeights; otherwise one sentence
/// lists the first few of each). Loads LibTorch itself on first use (0.6 s). Throws UserError. Thread-safe. With
/// options.layers the network is built from these words and the weights of `architecture`.
std::unique_ptr<Network> loadNetwork(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                                     const NetworkOptions& options);

}  // namespace spindle
