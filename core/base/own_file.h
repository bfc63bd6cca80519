// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace spindle {

/// A file that belongs to Spindle and is no program of its own for users: beside the running program, or in
/// ../lib/spindle where Spindle is installed. Throws UserError where it is in neither.
std::filesystem::path ownFile(const std::string& name);

}  // namespace spindle
