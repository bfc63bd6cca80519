// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace spindle {

/// Looks at a TorchScript archive before LibTorch does, because loading one runs code: the CRC of every entry is
/// checked (damaged ones crash LibTorch), and whatever would run while loading (__setstate__, classes written in C++)
/// is refused. What runs later is looked at in the graph (program_check.h). Reads the file once. Throws UserError.
void requireHarmlessArchive(const std::filesystem::path& file);

}  // namespace spindle
