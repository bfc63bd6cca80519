// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/hdf5_lock.h"

namespace spindle {

std::unique_lock<std::recursive_mutex> hdf5Lock() {
  static std::recursive_mutex mutex;
  return std::unique_lock(mutex);
}

}  // namespace spindle
