// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/one_thread.h"

#include "core/model/torch/blas_turn.h"

#include <ATen/Parallel.h>

#include <mutex>

namespace spindle {

void useOneThread() {
  static std::once_flag once;
  std::call_once(once, [] {
    at::set_num_interop_threads(1);
    useOneBlasThread();
  });
  thread_local const bool done = [] {
    at::set_num_threads(1);
    return true;
  }();
  static_cast<void>(done);
}

}  // namespace spindle
