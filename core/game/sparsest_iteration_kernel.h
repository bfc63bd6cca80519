// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The inner loop of the sparsest decomposition for one vector width. Included by one .cpp for each instruction set;
// everything here has internal linkage, so that no variant can leak into another. Additions and multiplications are
// done in the same order for every width.

#include "core/game/sparsest_iteration.h"

#include <bit>

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

template <class Scalar, int bytes>
class Kernel {
  using V = typename Vector<Scalar, bytes>::Type;
  using Index = typename IndexOf<Scalar>::Type;
  typedef Index I __attribute__((vector_size(bytes)));
  static constexpr int width = Vector<Scalar, bytes>::width;
  static constexpr int lowBits = Vector<Scalar, bytes>::bits;
  static constexpr int group = 64 / bytes;  // vectors that share one shape of sums

  static V* vectors(Scalar* p) { return reinterpret_cast<V*>(p); }
  static const V* vectors(const Scalar* p) { return reinterpret_cast<const V*>(p); }

  static V clamp(V x, V high) {
    x = x > high ? high : x;
    return x < -high ? -high : x;
  }

  static V reversed(V x) {
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
  static V rotateLanes(V x, Scalar g) {
    I order{};
    V tangent{};
    for (int i = 0; i < width; ++i) {
      order[i] = i ^ (1 << bit);
      tangent[i] = (i >> bit & 1) != 0 ? g : -g;
    }
    return x + tangent * __builtin_shuffle(x, order);
  }

  static V rotateLow(V x, Scalar g) {
    if constexpr (lowBits > 0) x = rotateLanes<0>(x, g);
    if constexpr (lowBits > 1) x = rotateLanes<1>(x, g);
    if constexpr (lowBits > 2) x = rotateLanes<2>(x, g);
    if constexpr (lowBits > 3) x = rotateLanes<3>(x, g);
    return x;
  }

  // `levels` levels of vectors `stride` apart at once, so that each vector is loaded and stored once.
  template <int levels>
  static void rotateHigh(V* x, std::size_t count, std::size_t stride, Scalar g) {
    constexpr int points = 1 << levels;
    for (std::size_t block = 0; block < count; block += points * stride) {
      for (std::size_t i = block; i < block + stride; ++i) {
        V y[points];
        for (int j = 0; j < points; ++j) y[j] = x[i + j * stride];
        for (int half = 1; half < points; half *= 2) {
          for (int j = 0; j < points; ++j) {
            if ((j & half) != 0) continue;
            const V p = y[j];
            const V q = y[j + half];
            y[j] = p + -g * q;
            y[j + half] = q + g * p;
          }
        }
        for (int j = 0; j < points; ++j) x[i + j * stride] = y[j];
      }
    }
  }

  // Kronecker power of [[1, -g], [g, 1]]; with -g its transpose.
  static void rotate(V* x, std::size_t count, Scalar g) {
    for (std::size_t i = 0; i < count; ++i) x[i] = rotateLow(x[i], g);
    std::size_t stride = 1;
    for (; stride * 8 <= count; stride *= 8) rotateHigh<3>(x, count, stride, g);
    if (stride * 4 <= count) {
      rotateHigh<2>(x, count, stride, g);
    } else if (stride * 2 <= count) {
      rotateHigh<1>(x, count, stride, g);
    }
  }

  // image <- R_g point = 2 prox(point) - point
  static void reflectProx(const IterationState<Scalar>& state, std::size_t count) {
    const V* const limits = vectors(state.limits);
    const V strip = V{} + state.bound;
    for (int block = 0; block < 2; ++block) {
      const V* const s = vectors(state.point[block]);
      V* const r = vectors(state.image[block]);
      for (std::size_t i = 0; i < count; ++i) r[i] = s[i] - (Scalar{2} * clamp(s[i], limits[i]));
      const std::size_t last = count * width - 1;  // the empty set costs nothing
      state.image[block][last] = state.point[block][last];
    }
    const V* const s2 = vectors(state.point[2]);
    const V* const s3 = vectors(state.point[3]);
    const V* const v = vectors(state.values);
    V* const r2 = vectors(state.image[2]);
    V* const r3 = vectors(state.image[3]);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t mirror = count - 1 - i;
      const V other = reversed(s3[mirror]);
      const V d = (s2[i] + other) - v[i];
      const V excess = d - clamp(d, strip);
      r2[i] = s2[i] - excess;
      r3[mirror] = reversed(other - excess);
    }
    const std::size_t last = count * width - 1;
    state.image[2][0] = -state.point[2][0];
    state.image[3][last] = -state.point[3][last];
  }

  // image <- R_f image, up to the two rotations: the projection on interactions = transform of values
  static void reflectGraph(const IterationState<Scalar>& state, std::size_t count) {
    const V* const same = vectors(state.reflectSame);
    const V* const cross = vectors(state.reflectCross);
    for (int block = 0; block < 2; ++block) {
      V* const a = vectors(state.image[block]);
      V* const u = vectors(state.image[block + 2]);
      for (std::size_t i = 0; i < count; ++i) {
        const V p = a[i];
        const V q = u[i];
        a[i] = same[i] * p + cross[i] * q;
        u[i] = cross[i] * p - same[i] * q;
      }
    }
  }

  static void average(IterationState<Scalar>& state, std::size_t count) {
    const auto k = static_cast<Scalar>(state.sinceRestart);
    const Scalar old = Scalar{1} / (k + Scalar{2});
    const Scalar fresh = Scalar{1} - old;
    for (int block = 0; block < 4; ++block) {
      V* const s = vectors(state.point[block]);
      const V* const r = vectors(state.image[block]);
      const V* const s0 = vectors(state.anchor[block]);
      for (std::size_t i = 0; i < count; ++i) s[i] = fresh * r[i] + old * s0[i];
    }
    ++state.sinceRestart;
  }

  static Scalar residual(const IterationState<Scalar>& state, std::size_t count) {
    V sums[group] = {};
    for (int block = 0; block < 4; ++block) {
      const V* const s = vectors(state.point[block]);
      const V* const r = vectors(state.image[block]);
      for (std::size_t i = 0; i < count; i += group) {
        for (std::size_t j = 0; j < group && i + j < count; ++j) {
          const V difference = r[i + j] - s[i + j];
          sums[j] += difference * difference;
        }
      }
    }
    Scalar total = 0;
    for (int j = 0; j < group; ++j) {
      for (int lane = 0; lane < width; ++lane) total += sums[j][lane];
    }
    return total;
  }

 public:
  static constexpr int leastVariables = lowBits;

  static Scalar iterate(IterationState<Scalar>& state, int iterations) {
    const std::size_t count = (std::size_t{1} << state.n) / width;
    const auto g = static_cast<Scalar>(goldenTangent);
    Scalar residualSquared = 0;
    for (int i = 0; i < iterations; ++i) {
      reflectProx(state, count);
      for (Scalar* block : state.image) rotate(vectors(block), count, g);
      reflectGraph(state, count);
      for (Scalar* block : state.image) rotate(vectors(block), count, -g);
      if (i + 1 == iterations) residualSquared = residual(state, count);
      average(state, count);
    }
    return residualSquared;
  }
};

template <class Scalar, int bytes>
Scalar iterateWith(IterationState<Scalar>& state, int iterations) {
  if (state.n >= Kernel<Scalar, bytes>::leastVariables) return Kernel<Scalar, bytes>::iterate(state, iterations);
  return Kernel<Scalar, static_cast<int>(sizeof(Scalar))>::iterate(state, iterations);
}

}  // namespace
}  // namespace spindle
