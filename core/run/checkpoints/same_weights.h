// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace spindle {

/// True when both names lead to one file (hard or symbolic link), or when both are zip archives of equal size whose
/// directories list the same tensor data (sizes and CRC-32, which torch.save fills in). No weights are read.
bool sameWeights(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace spindle
