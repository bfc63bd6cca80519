// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// The environment variable that chooses among several modules with LibTorch: a file, or NAME for spindle_torch-NAME.so
/// beside the others. Without it, spindle_torch.so.
inline constexpr const char* torchModuleVariable = "SPINDLE_TORCH_MODULE";

/// The modules that stand beside each other where the program finds its own (ownFile()), by name; may be empty.
std::vector<std::filesystem::path> torchModules();

/// What torchModuleVariable chooses. Throws UserError, with the names that there are, where there is no such file.
std::filesystem::path chosenTorchModule();

/// What the headers are like that the module shares with the program ("0.1.0-3fe1..."); other ones do not fit.
std::string torchInterface();

}  // namespace spindle
