// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>

namespace spindle {

/// Gives OpenBLAS one thread a caller; once, before the first matrix product. Other BLAS libraries take no notice.
void useOneBlasThread();

/// Before a thread runs a network. OpenBLAS takes 128 MB for each thread at its first product and, where it gets none,
/// asks again for ever. Throws UserError where the process has a limit (ulimit -v) that leaves no room.
void requireRoomForBlas();

/// Held while a network runs. OpenBLAS that was built without threads (Debian's libopenblas0-serial) may not be called
/// by two threads at once: about one batch in ten thousand comes out wrong, of both callers. With that library one
/// network runs after another; with any other this does nothing.
class BlasTurn {
 public:
  BlasTurn();

 private:
  std::unique_lock<std::mutex> lock_;
};

}  // namespace spindle
