// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// Names in a folder in natural order, without those that begin with a dot.
struct FolderListing {
  std::vector<std::string> files, folders;
};

/// Throws UserError where the folder cannot be listed or has more than 100000 files.
FolderListing listFolder(const std::filesystem::path& folder);

}  // namespace spindle
