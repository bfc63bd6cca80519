// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// Of the files `names` below `folder`, in it or in `base`, the file of a network (see networkKind) without a position
/// that gives the architecture of the others; empty where none does. guess: nothing in run.json names the checkpoints;
/// else "model.pt2" or "model.pt" counts where no other does.
std::string architectureAmong(const std::filesystem::path& folder, const std::vector<std::string>& names,
                              const std::string& base, bool guess);

}  // namespace spindle
