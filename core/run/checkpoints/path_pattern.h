// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// The files and folders that a shell pattern finds: * ? [a-z] within a folder, ** for any folders between, at most
/// five deep. Relative to `folder` unless the pattern is absolute; in natural order, one that is found twice stands
/// twice. Throws UserError where a folder cannot be listed.
std::vector<std::filesystem::path> pathsMatching(const std::filesystem::path& folder, const std::string& pattern);

}  // namespace spindle
