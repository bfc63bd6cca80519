// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace spindle {

/// The run folder of what the user named: the folder, or the one that a file in it belongs to. Throws UserError where
/// nothing is there or the file belongs to no run.
std::filesystem::path runFolder(const std::filesystem::path& given);

/// What a run is called that does not say so itself: the last part of its path, "run" for none.
std::string nameOfFolder(const std::filesystem::path& folder);

}  // namespace spindle
