// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Included, by way of the two inner loops, by one .cpp for each instruction set; everything here has internal linkage,
// so that no variant can leak into another. Additions and multiplications are done in the same order for every width.

#include <bit>
#include <cstddef>

namespace spindle {
namespace {

template <class Scalar, int bytes>
struct Vector {
  typedef Scalar Type __attribute__((vector_size(bytes)));
  static constexpr int width = bytes / static_cast<int>(sizeof(Scalar));
  static constexpr int bits = std::countr_zero(static_cast<unsigned>(width));
};

template <class Scalar>
struct IndexOf;
template <>
struct IndexOf<float> {
  using Type = int;
};
template <>
struct IndexOf<double> {
  using Type = long long;
};

/// The transform that both inner loops are made of, on `bytes` wide vectors: the n-th Kronecker power of
/// [[1, -g], [g, 1]].
template <class Scalar, int bytes>
class Rotation {
 protected:
  using V = typename Vector<Scalar, bytes>::Type;
  using Index = typename IndexOf<Scalar>::Type;
  typedef Index I __attribute__((vector_size(bytes)));
  static constexpr int width = Vector<Scalar, bytes>::width;
  static constexpr int lowBits = Vector<Scalar, bytes>::bits;
  static constexpr int group = 64 / bytes;                // vectors that share one shape of sums
  static constexpr int mostLevels = bytes == 64 ? 4 : 3;  // of one pass, as registers allow

  static V* vectors(Scalar* p) { return reinterpret_cast<V*>(p); }
  static const V* vectors(const Scalar* p) { return reinterpret_cast<const V*>(p); }

  [[gnu::always_inline]] static V clamp(V x, V high) {
    x = x > high ? high : x;
    return x < -high ? -high : x;
  }

  [[gnu::always_inline]] static V reversed(V x) {
    if constexpr (width == 1) {
      return x;
    } else {
      I order{};
      for (int i = 0; i < width; ++i) order[i] = width - 1 - i;
      return __builtin_shuffle(x, order);
    }
  }

  // One level inside a vector: lane i meets lane i ^ 2^bit.
  template <int bit>
  [[gnu::always_inline]] static V rotateLanes(V x, Scalar g) {
    I order{};
    V tangent{};
    for (int i = 0; i < width; ++i) {
      order[i] = i ^ (1 << bit);
      tangent[i] = (i >> bit & 1) != 0 ? g : -g;
    }
    return x + tangent * __builtin_shuffle(x, order);
  }

  [[gnu::always_inline]] static V rotateLow(V x, Scalar g) {
    if constexpr (lowBits > 0) x = rotateLanes<0>(x, g);
    if constexpr (lowBits > 1) x = rotateLanes<1>(x, g);
    if constexpr (lowBits > 2) x = rotateLanes<2>(x, g);
    if constexpr (lowBits > 3) x = rotateLanes<3>(x, g);
    return x;
  }

  // `levels` levels of 2^levels vectors: the Kronecker power of [[1, -g], [g, 1]]; with -g its transpose.
  template <int levels>
  [[gnu::always_inline]] static void butterflies(V* y, Scalar g) {
    if constexpr (levels > 0) {
      constexpr int half = 1 << (levels - 1);
      butterflies<levels - 1>(y, g);
      butterflies<levels - 1>(y + half, g);
#pragma GCC unroll 16
      for (int j = 0; j < half; ++j) {
        const V p = y[j];
        const V q = y[j + half];
        y[j] = p + -g * q;
        y[j + half] = q + g * p;
      }
    }
  }

  // Vectors `stride` apart, so that each is loaded and stored once.
  template <int levels, class Load, class Store>
  [[gnu::always_inline]] static void pass(std::size_t count, std::size_t stride, Scalar g, Load load, Store store) {
    constexpr int points = 1 << levels;
    for (std::size_t block = 0; block < count; block += points * stride) {
      for (std::size_t i = block; i < block + stride; ++i) {
        V y[points];
#pragma GCC unroll 16
        for (int j = 0; j < points; ++j) y[j] = load(i + j * stride);
        butterflies<levels>(y, g);
#pragma GCC unroll 16
        for (int j = 0; j < points; ++j) store(i + j * stride, y[j]);
      }
    }
  }

  template <class Load, class Store>
  [[gnu::always_inline]] static void lastPass(std::size_t count, std::size_t stride, Scalar g, Load load, Store store) {
    const auto points = count / stride;
    if (points == 1) pass<0>(count, stride, g, load, store);
    if (points == 2) pass<1>(count, stride, g, load, store);
    if (points == 4) pass<2>(count, stride, g, load, store);
    if (points == 8) pass<3>(count, stride, g, load, store);
    if constexpr (mostLevels > 3) {
      if (points == 16) pass<4>(count, stride, g, load, store);
    }
  }

  // All levels of `count` vectors, from load(i) by way of x[i] to store(i, result). In as few passes as fit the
  // registers; the order of operations on each number is the same for any.
  template <class Load, class Store>
  [[gnu::always_inline]] static void rotate(V* x, std::size_t count, Scalar g, Load load, Store store) {
    constexpr std::size_t most = std::size_t{1} << mostLevels;
    const auto first = [&](std::size_t i) __attribute__((always_inline)) {
      return rotateLow(load(i), g);
    };
    if (count <= most) return lastPass(count, 1, g, first, store);
    const auto get = [x](std::size_t i) __attribute__((always_inline)) {
      return x[i];
    };
    const auto put = [x](std::size_t i, V y) __attribute__((always_inline)) {
      x[i] = y;
    };
    pass<mostLevels>(count, 1, g, first, put);
    std::size_t stride = most;
    for (; stride * most < count; stride *= most) pass<mostLevels>(count, stride, g, get, put);
    lastPass(count, stride, g, get, store);
  }
};

}  // namespace
}  // namespace spindle
