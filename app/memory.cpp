// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/memory.h"

#include <climits>  // tells, too, whether this is glibc

#include <cstdlib>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace spindle {

void keepFreedMemory() {
#if defined(__GLIBC__)
  // INT_MAX is what mallopt can be told; glibc caps the mmap threshold itself unless it is set before (it then stays
  // fixed), so tensors of up to 2 GB come from the heap.
  mallopt(M_MMAP_THRESHOLD, INT_MAX);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}

void startNoBlasThreads() {
  ::setenv("OPENBLAS_NUM_THREADS", "1", 1);
}

}  // namespace spindle
