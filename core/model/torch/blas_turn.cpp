// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/blas_turn.h"

#include <dlfcn.h>

namespace spindle {
namespace {

template <class Function>
Function blasFunction(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
}

/// openblas_get_parallel: 0 without threads, 1 with its own, 2 with OpenMP.
bool oneCallerOnly() {
  const auto kind = blasFunction<int (*)()>("openblas_get_parallel");
  return kind != nullptr && kind() == 0;
}

}  // namespace

void useOneBlasThread() {
  if (const auto set = blasFunction<void (*)(int)>("openblas_set_num_threads")) set(1);
}

BlasTurn::BlasTurn() {
  static const bool alone = oneCallerOnly();
  static std::mutex turn;
  if (alone) lock_ = std::unique_lock(turn);
}

}  // namespace spindle
