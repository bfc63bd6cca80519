// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace spindle {

/// The bytes of a small file (a description, a log). Throws UserError: no such file, a folder, unreadable, larger than
/// `limit` bytes.
std::string readText(const std::filesystem::path& file, std::size_t limit);

}  // namespace spindle
