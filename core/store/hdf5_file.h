// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/hdf5_types.h"

#include <filesystem>

namespace spindle {

// One HDF5 file of ours. Both stand under an Hdf5Scope.

/// Read-only. Throws UserError where there is no HDF5 file, Hdf5Failure where it cannot be read.
Hdf5Handle openHdf5File(const std::filesystem::path& file);

/// Overwrites. *error receives the errno of the first write that fails; it must outlive the handle. Throws Hdf5Failure.
Hdf5Handle createHdf5File(const std::filesystem::path& file, int* error);

}  // namespace spindle
