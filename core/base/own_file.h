// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <filesystem>
#include <string>

namespace spindle {

/// A file or folder that belongs to Spindle and is no program of its own for users: a loadable module
/// ("spindle_torch.so"), the reader of HDF5 samples, a bundled run ("runs/fashion-lenet"). It is looked for from the
/// folder of the running program: beside it (the build tree), then in the folders of libraries and of data where `cmake
/// --install` puts it
/// (../lib/spindle and ../share/spindle unless configured otherwise), so an installed tree can be moved. Links are
/// followed. Throws UserError where it is in none of these. Thread-safe.
std::filesystem::path ownFile(const std::string& name);

/// The three folders in which ownFile() looks, in this order; some may not exist. Throws UserError. Thread-safe.
std::array<std::filesystem::path, 3> ownFolders();

}  // namespace spindle
