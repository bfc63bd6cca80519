// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/own_file.h"

#include "core/base/user_error.h"

namespace spindle {

std::array<std::filesystem::path, 3> ownFolders() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) throw UserError("Spindle cannot tell which folder its program is in (/proc/self/exe); mount /proc.");
  const auto folder = program.parent_path();
  return {folder, (folder / SPINDLE_LIBRARY_FOLDER).lexically_normal(),
          (folder / SPINDLE_DATA_FOLDER).lexically_normal()};
}

std::filesystem::path ownFile(const std::string& name) {
  const auto places = ownFolders();
  for (const auto& place : places) {
    std::error_code error;
    auto found = std::filesystem::canonical(place / name, error);
    if (!error) return found;
  }
  throw UserError("Spindle's part " + name + " is not in " + places[0].string() + ", " + places[1].string() + " or " +
                  places[2].string() + "; build or install Spindle again.");
}

}  // namespace spindle
