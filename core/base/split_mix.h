// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace spindle {

/// A small generator whose sequence is the same on every machine and with every standard library, unlike the
/// distributions of <random>. Not for cryptography. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014 (the variant called splitmix64).
class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

  /// Uniform in [0, bound), bound > 0; draws that would favor small values are thrown away.
  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t excess = (0 - bound) % bound;
    std::uint64_t draw = next();
    while (draw < excess) draw = next();
    return draw % bound;
  }

  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

 private:
  std::uint64_t state_;
};

/// Puts `count` items drawn without replacement at the front (the first steps of a Fisher-Yates shuffle); all of them
/// with count = size.
template <class T>
void drawToFront(std::span<T> items, std::size_t count, SplitMix64& random) {
  for (std::size_t i = 0; i < count && i < items.size(); ++i) {
    const auto j = i + static_cast<std::size_t>(random.below(items.size() - i));
    std::swap(items[i], items[j]);
  }
}

}  // namespace spindle
