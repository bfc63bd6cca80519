// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/folder_listing.h"

#include "core/base/user_error.h"
#include "core/run/checkpoints/file_name.h"

#include <algorithm>

namespace spindle {

FolderListing listFolder(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  constexpr std::size_t mostFiles = 100000;
  FolderListing listing;
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  if (error) throw UserError(folder.string() + " cannot be listed: " + error.message() + ".");
  for (; entries != fs::directory_iterator(); entries.increment(error)) {
    if (error) break;
    const auto name = entries->path().filename().string();
    if (name.starts_with(".")) continue;
    std::error_code ignored;
    (entries->is_directory(ignored) ? listing.folders : listing.files).push_back(name);
    if (listing.files.size() > mostFiles) {
      throw UserError(folder.string() + " has more than " + std::to_string(mostFiles) +
                      " files; name the checkpoints with the key \"checkpoints\" of run.json.");
    }
  }
  if (error) throw UserError(folder.string() + " cannot be listed: " + error.message() + ".");
  std::sort(listing.files.begin(), listing.files.end(), naturalLess);
  std::sort(listing.folders.begin(), listing.folders.end(), naturalLess);
  return listing;
}

}  // namespace spindle
