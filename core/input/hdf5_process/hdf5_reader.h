// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/npy_file.h"

#include <filesystem>
#include <vector>

namespace spindle {

/// The work behind readHdf5Arrays(), done in the calling process: for the program spindle_hdf5_reader, because libhdf5
/// 1.10 itself crashes on some damaged files. One thread at a time. Throws UserError.
std::vector<NpyArray> readHdf5Here(const std::filesystem::path& file);

}  // namespace spindle
