// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>

namespace spindle {

/// Held around every call of the HDF5 library: Debian's build of it is not safe for several threads. One lock for the
/// whole process because the library's own state is one for the whole process. Recursive, so that a function that
/// holds it may call another that takes it.
[[nodiscard]] std::unique_lock<std::recursive_mutex> hdf5Lock();

}  // namespace spindle
