// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <filesystem>

namespace spindle {

/// Parameters and buffers as a dictionary of names and tensors in the form of torch.save, readable by torch.load.
/// A reader sees nothing of the file or all of it. Throws UserError when it cannot be written.
void saveCheckpoint(const torch::jit::Module& module, const std::filesystem::path& file);

/// The network as TorchScript. Throws UserError when the file cannot be written.
void saveNetwork(const torch::jit::Module& module, const std::filesystem::path& file);

}  // namespace spindle
