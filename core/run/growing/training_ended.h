// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

namespace spindle {

/// The first line of HOW.md, which a training of a sample network writes as its last file.
inline constexpr const char* howHeading = "# How this run was made";

/// Whether the folder holds a sample network whose training has ended. Other trainings do not tell.
inline bool trainingEnded(const std::filesystem::path& folder) {
  std::ifstream how(folder / "HOW.md");
  std::string line;
  return std::getline(how, line) && line == howHeading;
}

}  // namespace spindle
