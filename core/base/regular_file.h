// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace spindle {

/// Throws UserError unless the path is a file with bytes of its own (or a link to one): opening a pipe waits for
/// another program, for ever if none comes, and a device may act. Call it before every open of a user's file.
void requireRegularFile(const std::filesystem::path& file);

}  // namespace spindle
