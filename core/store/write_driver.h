// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/hdf5_handle.h"

namespace spindle {

/// A file driver for HDF5 files that are being created. When a write fails, HDF5 1.10 can neither go on nor close the
/// file, and crashes when the process ends. So this driver tells it that every write succeeded: what the disk did not
/// take stays in memory until the file is closed, and `error` becomes the errno of the first failure. Whoever writes
/// looks at it and gives up.
/// access: a file access property list; error: 0 at first, must outlive the file.
void useWriteDriver(hid_t access, int* error);

}  // namespace spindle
