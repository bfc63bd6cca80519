// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Included, by way of the coupled iteration, by one .cpp for each instruction set; everything here has internal
// linkage, so that no variant can leak into another. Additions and multiplications are done in the same order by all.

#include <cstddef>

namespace spindle {
namespace {

/// Four numbers side by side, and the sums over subsets or supersets of tables made of them.
class FourLanes {
 public:
  static constexpr int width = 4;
  typedef double V __attribute__((vector_size(32)));
  typedef long long I __attribute__((vector_size(32)));

  static V* vectors(double* p) { return reinterpret_cast<V*>(p); }
  static const V* vectors(const double* p) { return reinterpret_cast<const V*>(p); }

  [[gnu::always_inline]] static V clamp(V x, V high) {
    x = x > high ? high : x;
    return x < -high ? -high : x;
  }

  [[gnu::always_inline]] static V reversed(V x) { return __builtin_shuffle(x, I{3, 2, 1, 0}); }

  /// The transpose of four vectors.
  [[gnu::always_inline]] static void transpose(V* x) {
    const V a = __builtin_shuffle(x[0], x[1], I{0, 4, 2, 6});
    const V b = __builtin_shuffle(x[0], x[1], I{1, 5, 3, 7});
    const V c = __builtin_shuffle(x[2], x[3], I{0, 4, 2, 6});
    const V d = __builtin_shuffle(x[2], x[3], I{1, 5, 3, 7});
    x[0] = __builtin_shuffle(a, c, I{0, 1, 4, 5});
    x[1] = __builtin_shuffle(b, d, I{0, 1, 4, 5});
    x[2] = __builtin_shuffle(a, c, I{2, 3, 6, 7});
    x[3] = __builtin_shuffle(b, d, I{2, 3, 6, 7});
  }

  /// x(S) <- sum over subsets of S (or supersets) of load, for `count` vectors, from load(i) to x[i]; x may be loaded.
  template <bool subsets, class Load>
  [[gnu::always_inline]] static void sums(V* x, std::size_t count, Load load) {
    const auto first = [&](std::size_t i) __attribute__((always_inline)) {
      return withinLanes<subsets>(load(i));
    };
    const auto get = [x](std::size_t i) __attribute__((always_inline)) {
      return x[i];
    };
    std::size_t stride = count < 8 ? count : 8;
    lastPass<subsets>(x, stride, count, 1, first);
    for (; stride < count; stride *= 8) {
      const std::size_t points = count / stride < 8 ? count / stride : 8;
      lastPass<subsets>(x, points, count, stride, get);
    }
  }

 private:
  template <bool subsets>
  [[gnu::always_inline]] static V withinLanes(V x) {
    constexpr V zero{};
    if constexpr (subsets) {
      x = x + __builtin_shuffle(x, zero, I{4, 0, 4, 2});
      return x + __builtin_shuffle(x, zero, I{4, 4, 0, 1});
    } else {
      x = x + __builtin_shuffle(x, zero, I{1, 4, 3, 4});
      return x + __builtin_shuffle(x, zero, I{2, 3, 4, 4});
    }
  }

  // `levels` levels of vectors `stride` apart.
  template <bool subsets, int levels, class Load>
  [[gnu::always_inline]] static void pass(V* x, std::size_t count, std::size_t stride, Load load) {
    constexpr int points = 1 << levels;
    for (std::size_t block = 0; block < count; block += points * stride) {
      for (std::size_t i = block; i < block + stride; ++i) {
        V y[points];
#pragma GCC unroll 8
        for (int j = 0; j < points; ++j) y[j] = load(i + j * stride);
#pragma GCC unroll 3
        for (int half = 1; half < points; half *= 2) {
#pragma GCC unroll 8
          for (int j = 0; j < points; ++j) {
            if ((j & half) == 0) continue;
            if constexpr (subsets)
              y[j] += y[j - half];
            else
              y[j - half] += y[j];
          }
        }
#pragma GCC unroll 8
        for (int j = 0; j < points; ++j) x[i + j * stride] = y[j];
      }
    }
  }

  template <bool subsets, class Load>
  [[gnu::always_inline]] static void lastPass(V* x, std::size_t points, std::size_t count, std::size_t stride,
                                              Load load) {
    if (points == 1) pass<subsets, 0>(x, count, stride, load);
    if (points == 2) pass<subsets, 1>(x, count, stride, load);
    if (points == 4) pass<subsets, 2>(x, count, stride, load);
    if (points == 8) pass<subsets, 3>(x, count, stride, load);
  }
};

}  // namespace
}  // namespace spindle
