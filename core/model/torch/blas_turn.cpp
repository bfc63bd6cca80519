// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/blas_turn.h"

#include "core/base/user_error.h"

#include <atomic>
#include <cstddef>
#include <dlfcn.h>
#include <string>
#include <sys/mman.h>
#include <sys/resource.h>

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

std::size_t limitOfMemory() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY ? limit.rlim_cur : 0;
}

bool canMap(std::size_t bytes) {
  void* const room = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED) return false;
  ::munmap(room, bytes);
  return true;
}

/// One for each thread that runs networks. What the threads before took already is asked for again: too much rather
/// than too little.
class Place {
 public:
  Place() {
    constexpr std::size_t each = std::size_t{200} << 20;
    const auto threads = ++taken();
    const auto limit = limitOfMemory();
    if (limit == 0 || blasFunction<int (*)()>("openblas_get_parallel") == nullptr || canMap(threads * each)) return;
    --taken();
    throw UserError("There is not enough memory to run a network: this process may use " +
                    std::to_string(limit / 1'000'000) +
                    " MB (ulimit -v), and matrix products need 200 MB more for each thread; raise the limit, or use "
                    "fewer threads.");
  }
  ~Place() { --taken(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  static std::atomic<std::size_t>& taken() {
    static std::atomic<std::size_t> count{0};
    return count;
  }
};

}  // namespace

void requireRoomForBlas() {
  thread_local const Place place;
  static_cast<void>(place);
}

void useOneBlasThread() {
  if (const auto set = blasFunction<void (*)(int)>("openblas_set_num_threads")) set(1);
}

BlasTurn::BlasTurn() {
  static const bool alone = oneCallerOnly();
  static std::mutex turn;
  if (alone) lock_ = std::unique_lock(turn);
}

}  // namespace spindle
