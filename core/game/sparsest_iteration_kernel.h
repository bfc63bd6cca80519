// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The inner loop of the sparsest decomposition for one vector width. Included by one .cpp for each instruction set;
// everything here has internal linkage, so that no variant can leak into another. Additions and multiplications are
// done in the same order for every width.

#include "core/game/coalition.h"
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
  static constexpr int group = 64 / bytes;                // vectors that share one shape of sums
  static constexpr int mostLevels = bytes == 64 ? 4 : 3;  // of one pass, as registers allow
  static constexpr int widestLowBits = 4;                 // levels inside the widest vector of all variants

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

  // The values of one order each, as vectors: entry k has byOrder[k + |lane|].
  struct Orders {
    V at[maxDecompositionVariables + 1];
    Orders(const Scalar* byOrder, int n) {
      for (int k = 0; k + lowBits <= n; ++k) {
        for (int lane = 0; lane < width; ++lane) at[k][lane] = byOrder[k + std::popcount(static_cast<unsigned>(lane))];
      }
    }
    V operator[](std::size_t i) const { return at[std::popcount(i)]; }
  };

  // image <- R_g point = 2 prox(point) - point, for the values
  [[gnu::always_inline]] static void reflectStrip(const IterationState<Scalar>& state, std::size_t count) {
    const V strip = V{} + state.bound;
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

  // The levels above the chunks, the reflection at the graph (interactions = transform of values), and back.
  template <int levels>
  [[gnu::always_inline]] static void reflectGraph(V* a, V* u, std::size_t chunk, Scalar g, const Orders& same,
                                                  const Orders& cross) {
    constexpr int rows = 1 << levels;
    for (std::size_t i = 0; i < chunk; ++i) {
      V p[rows];
      V q[rows];
#pragma GCC unroll 16
      for (int j = 0; j < rows; ++j) p[j] = a[i + j * chunk];
#pragma GCC unroll 16
      for (int j = 0; j < rows; ++j) q[j] = u[i + j * chunk];
      butterflies<levels>(p, g);
      butterflies<levels>(q, g);
#pragma GCC unroll 16
      for (int j = 0; j < rows; ++j) {
        const V c = cross.at[std::popcount(i) + std::popcount(static_cast<unsigned>(j))];
        const V s = same.at[std::popcount(i) + std::popcount(static_cast<unsigned>(j))];
        const V x = p[j];
        p[j] = s * x + c * q[j];
        q[j] = c * x - s * q[j];
      }
      butterflies<levels>(p, -g);
      butterflies<levels>(q, -g);
#pragma GCC unroll 16
      for (int j = 0; j < rows; ++j) a[i + j * chunk] = p[j];
#pragma GCC unroll 16
      for (int j = 0; j < rows; ++j) u[i + j * chunk] = q[j];
    }
  }

  struct Coefficients {
    Orders same, cross, limits;
  };

  // One iteration; `sums` receives the squares of R_f R_g s - s if `last`.
  template <int levels, bool last>
  static void iteration(IterationState<Scalar>& state, std::size_t count, const Coefficients& by, V* sums) {
    const auto g = static_cast<Scalar>(goldenTangent);
    const Scalar old = Scalar{1} / (static_cast<Scalar>(state.sinceRestart) + Scalar{2});
    const Scalar fresh = Scalar{1} - old;
    const std::size_t chunk = count >> levels;
    reflectStrip(state, count);
    for (int kind = 0; kind < 2; ++kind) {
      V* const a = vectors(state.image[kind]);
      V* const u = vectors(state.image[kind + 2]);
      const V* const s = vectors(state.point[kind]);
      for (std::size_t c = 0; c < count; c += chunk) {
        const auto put = [&](V* x) {
          return [x](std::size_t i, V y) __attribute__((always_inline)) {
            x[i] = y;
          };
        };
        rotate(
            a + c, chunk, g,
            [&](std::size_t i)
                __attribute__((always_inline)) { return s[c + i] - (Scalar{2} * clamp(s[c + i], by.limits[c + i])); },
            put(a + c));
        rotate(
            u + c, chunk, g, [&](std::size_t i) __attribute__((always_inline)) { return u[c + i]; }, put(u + c));
      }
      reflectGraph<levels>(a, u, chunk, g, by.same, by.cross);
      for (int block = kind; block < 4; block += 2) {
        V* const r = vectors(state.image[block]);
        V* const point = vectors(state.point[block]);
        const V* const anchor = vectors(state.anchor[block]);
        for (std::size_t c = 0; c < count; c += chunk) {
          rotate(
              r + c, chunk, -g, [&](std::size_t i) __attribute__((always_inline)) { return r[c + i]; },
              [&](std::size_t i, V y) __attribute__((always_inline)) {
                if constexpr (last)
                  r[c + i] = y;
                else
                  point[c + i] = fresh * y + old * anchor[c + i];
              });
        }
        if constexpr (last) {
          for (std::size_t i = 0; i < count; ++i) {
            const V difference = r[i] - point[i];
            sums[i % group] += difference * difference;
            point[i] = fresh * r[i] + old * anchor[i];
          }
        }
      }
    }
    ++state.sinceRestart;
  }

  template <int levels>
  static Scalar iterateInChunks(IterationState<Scalar>& state, int iterations) {
    const std::size_t count = (std::size_t{1} << state.n) / width;
    const Coefficients by{{state.reflectSame, state.n}, {state.reflectCross, state.n}, {state.limits, state.n}};
    V sums[group] = {};
    for (int i = 1; i < iterations; ++i) iteration<levels, false>(state, count, by, sums);
    iteration<levels, true>(state, count, by, sums);
    Scalar total = 0;
    for (int j = 0; j < group; ++j) {
      for (int lane = 0; lane < width; ++lane) total += sums[j][lane];
    }
    return total;
  }

 public:
  static constexpr int leastVariables = lowBits;

  static Scalar iterate(IterationState<Scalar>& state, int iterations) {
    // Of the number of variables only, or the bits would depend on the vector width.
    if (state.n >= widestLowBits + 3) return iterateInChunks<3>(state, iterations);
    if (state.n == widestLowBits + 2) return iterateInChunks<2>(state, iterations);
    if (state.n == widestLowBits + 1) return iterateInChunks<1>(state, iterations);
    return iterateInChunks<0>(state, iterations);
  }
};

template <class Scalar, int bytes>
Scalar iterateWith(IterationState<Scalar>& state, int iterations) {
  if (state.n >= Kernel<Scalar, bytes>::leastVariables) return Kernel<Scalar, bytes>::iterate(state, iterations);
  return Kernel<Scalar, static_cast<int>(sizeof(Scalar))>::iterate(state, iterations);
}

}  // namespace
}  // namespace spindle
