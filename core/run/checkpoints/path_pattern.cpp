// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/path_pattern.h"

#include "core/run/checkpoints/entered_folders.h"
#include "core/run/checkpoints/file_name.h"
#include "core/run/checkpoints/folder_listing.h"

#include <span>

namespace spindle {
namespace {

namespace fs = std::filesystem;

constexpr int deepest = 5;

class PatternPaths {
 public:
  PatternPaths(const fs::path& folder, const std::string& pattern) : folder_(folder), entered_(folder) {
    entered_.enter("");
    const fs::path path(pattern);
    std::vector<std::string> parts;
    for (const auto& part : path.relative_path()) parts.push_back(part.string());
    expand(path.is_absolute() ? path.root_path() : fs::path(), parts, 0);
  }

  std::vector<fs::path> found() && { return std::move(found_); }

 private:
  /// Follows the parts of a pattern below `done`, which has been found.
  void expand(const fs::path& done, std::span<const std::string> parts, int depth) {
    if (parts.empty()) return found_.push_back(done);
    const auto& part = parts.front();
    const auto rest = parts.subspan(1);
    std::error_code error;
    if (part.find_first_of("*?[") == std::string::npos) {
      if (fs::exists(folder_ / done / part, error)) expand(done / part, rest, depth);
      return;
    }
    if (!fs::is_directory(folder_ / done, error)) return;
    const auto listing = listFolder(folder_ / done);
    if (part == "**") {
      expand(done, rest, depth);
      if (depth >= deepest) return;
      for (const auto& name : listing.folders) {
        if (entered_.enter((done / name).generic_string())) expand(done / name, parts, depth + 1);
      }
      return;
    }
    for (const auto& list : {listing.files, listing.folders}) {
      for (const auto& name : list) {
        if (matchesPattern(name, part)) expand(done / name, rest, depth);
      }
    }
  }

  fs::path folder_;
  EnteredFolders entered_;
  std::vector<fs::path> found_;
};

}  // namespace

std::vector<fs::path> pathsMatching(const fs::path& folder, const std::string& pattern) {
  return PatternPaths(folder, pattern).found();
}

}  // namespace spindle
