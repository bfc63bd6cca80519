// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/live_memory.h"

#include <atomic>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace {

std::atomic<std::size_t> live{0}, most{0};

}  // namespace

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  void* pointer = std::malloc(size ? size : 1);
  if (!pointer) return nullptr;
  const std::size_t now = live += malloc_usable_size(pointer);
  if (now > most) most = now;
  return pointer;
}

void* operator new(std::size_t size) {
  void* pointer = operator new(size, std::nothrow);
  if (!pointer) throw std::bad_alloc();
  return pointer;
}

void operator delete(void* pointer) noexcept {
  if (!pointer) return;
  live -= malloc_usable_size(pointer);
  std::free(pointer);
}

void operator delete(void* pointer, const std::nothrow_t&) noexcept {
  operator delete(pointer);
}

void operator delete(void* pointer, std::size_t) noexcept {
  operator delete(pointer);
}

namespace spindle::fuzz {

std::size_t liveBytes() {
  return live;
}
std::size_t mostLiveBytes() {
  return most;
}
void resetMostLiveBytes() {
  most = live.load();
}

}  // namespace spindle::fuzz
