// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace spindle {

/// The line of Python that exports a network as `file` was: by torch.export, its batch left open, or as TorchScript.
std::string exportLine(const std::filesystem::path& file);

}  // namespace spindle
