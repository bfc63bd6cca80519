// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace spindle {

/// The folders below one folder that were entered, as they really are: links to folders above would be followed for
/// ever.
class EnteredFolders {
 public:
  explicit EnteredFolders(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Notes a folder, relative to the one at the top. False where it was entered before and a link leads there again.
  bool enter(const std::string& relative);

 private:
  std::filesystem::path folder_;
  std::set<std::filesystem::path> real_;
};

}  // namespace spindle
