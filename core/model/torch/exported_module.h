// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"

#include <torch/csrc/jit/api/module.h>

#include <cstddef>
#include <filesystem>

namespace spindle {

/// A program of torch.export as a TorchScript module.
struct ExportedModule {
  torch::jit::Module module;
  std::size_t rows = 0;  ///< the number of rows that it was exported for; 0: any
};

/// Reads the file (see ExportedArchive) and makes a module of it (see graphOf), with parameters and saved buffers as
/// attributes of their full names. Nothing of it runs. Throws UserError, also where options.inputShape is not the one
/// that it was exported for.
ExportedModule exportedModule(const std::filesystem::path& file, const NetworkOptions& options);

}  // namespace spindle
