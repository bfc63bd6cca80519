// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/npy_file.h"

#include <filesystem>
#include <vector>

namespace spindle {

/// The arrays of an HDF5 file that samples are made of (see isSampleArray), in the root and in groups two levels deep,
/// named by their path; or the only array there is. Numbers of any type, booleans as h5py writes them, and strings.
/// Read by a program of its own, spindle_hdf5_reader, in which libhdf5 may crash on a damaged file (some 5 ms more).
/// Any thread. Throws UserError: no HDF5 file, a damaged one, an array that cannot be read or that claims more values
/// than its bytes can hold.
std::vector<NpyArray> readHdf5Arrays(const std::filesystem::path& file);

}  // namespace spindle
