// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The inner loop of the sparsest decomposition for one vector width. Included by one .cpp for each instruction set;
// everything here has internal linkage, so that no variant can leak into another. Additions and multiplications are
// done in the same order for every width.

#include "core/game/rotation_kernel.h"
#include "core/game/sparsest_iteration.h"

#include <bit>

namespace spindle {
namespace {

template <class Scalar, int bytes>
class Kernel : Rotation<Scalar, bytes> {
  using Base = Rotation<Scalar, bytes>;
  using Base::clamp, Base::group, Base::lowBits, Base::reversed, Base::rotate, Base::vectors, Base::width;
  using typename Base::V;
  static constexpr int widestLowBits = 4;  // levels inside the widest vector of all variants

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
      Base::template butterflies<levels>(p, g);
      Base::template butterflies<levels>(q, g);
#pragma GCC unroll 16
      for (int j = 0; j < rows; ++j) {
        const V c = cross.at[std::popcount(i) + std::popcount(static_cast<unsigned>(j))];
        const V s = same.at[std::popcount(i) + std::popcount(static_cast<unsigned>(j))];
        const V x = p[j];
        p[j] = s * x + c * q[j];
        q[j] = c * x - s * q[j];
      }
      Base::template butterflies<levels>(p, -g);
      Base::template butterflies<levels>(q, -g);
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
