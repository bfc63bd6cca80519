// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The inner loop of the sparsest decomposition where AND, OR and noise are projected at once. Included by one .cpp for
// each instruction set; everything here has internal linkage, so that no variant can leak into another. Additions and
// multiplications are done in the same order by all.

#include "core/game/coupled_iteration.h"
#include "core/game/four_lanes_kernel.h"

#include <bit>

namespace spindle {
namespace {

class CoupledKernel : FourLanes {
  static constexpr int mostRows = maxDecompositionVariables + 1;

  struct Limits {
    V at[maxDecompositionVariables + 1];
    explicit Limits(const CoupledState& state) {
      for (int k = 0; k + 2 <= state.n; ++k) {
        for (int lane = 0; lane < width; ++lane)
          at[k][lane] = state.limits[k + std::popcount(static_cast<unsigned>(lane))];
      }
    }
    V operator[](std::size_t i) const { return at[std::popcount(i)]; }
  };

  template <bool forward>
  [[gnu::always_inline]] static void rotate(V* x, const PlaneRotation& by) {
    V* const first = x + by.first;
    V* const second = x + by.second;
    const V c = V{} + by.c;
    const V s = V{} + (forward ? by.s : -by.s);
    for (std::uint32_t i = 0; i < by.length; ++i) {
      const V p = first[i];
      const V q = second[i];
      first[i] = c * p + s * q;
      second[i] = c * q - s * p;
    }
  }

  // The same for the short rotations within a copy.
  template <bool forward>
  [[gnu::always_inline]] static void rotateShort(V* x, const PlaneRotation& by) {
    V* const first = x + by.first;
    V* const second = x + by.second;
    const V c = V{} + by.c;
    const V s = V{} + (forward ? by.s : -by.s);
    const auto turn = [&](std::size_t i) __attribute__((always_inline)) {
      const V p = first[i];
      const V q = second[i];
      first[i] = c * p + s * q;
      second[i] = c * q - s * p;
    };
    turn(0);
    if (by.length == 1) return;
    turn(1);
    if (by.length == 2) return;
    turn(2);
    turn(3);
    if (by.length == 4) return;
#pragma GCC unroll 4
    for (std::size_t i = 4; i < 8; ++i) turn(i);
  }

  static void multiply(V* x, const RepresentationPlaces& places, const double* matrix) {
    const std::size_t rows = places.size();
    V from[mostRows];
    for (std::size_t k = 0; k < rows; ++k) from[k] = x[places[k]];
    // Two sums at a time, so that they need not wait for each other.
    for (std::size_t i = 0; i + 1 < rows; i += 2) {
      const double* const row = matrix + i * rows;
      V even = row[0] * from[0];
      V odd = row[rows] * from[0];
#pragma GCC unroll 1
      for (std::size_t k = 1; k < rows; ++k) {
        even += row[k] * from[k];
        odd += row[rows + k] * from[k];
      }
      x[places[i]] = even;
      x[places[i + 1]] = odd;
    }
    if (rows % 2 == 0) return;
    const double* const row = matrix + (rows - 1) * rows;
    V sum = row[0] * from[0];
#pragma GCC unroll 1
    for (std::size_t k = 1; k < rows; ++k) sum += row[k] * from[k];
    x[places[rows - 1]] = sum;
  }

  // Four copies of one size side by side: the local bits, the blocks, and back.
  static void solveCopies(V* x, const SymmetricPlan::Kind& kind, const std::uint32_t* places,
                          const CoupledState& state) {
    constexpr std::size_t numbers = SymmetricPlan::local;
    V rows[mostRows * numbers];
    for (std::size_t row = 0; row < kind.rows; ++row) {
      for (std::size_t i = 0; i < numbers; i += width) {
        V* const y = rows + row * numbers + i;
        for (int lane = 0; lane < width; ++lane) y[lane] = x[places[lane * kind.rows + row] + i / width];
        transpose(y);
      }
    }
    const auto& rotations = kind.fan.rotations;
    for (const auto& rotation : rotations) rotateShort<true>(rows, rotation);
    for (const auto& end : kind.fan.ends) multiply(rows, end, state.inverse[end.size() - 1]);
    for (std::size_t i = rotations.size(); i-- > 0;) rotateShort<false>(rows, rotations[i]);
    for (std::size_t row = 0; row < kind.rows; ++row) {
      for (std::size_t i = 0; i < numbers; i += width) {
        V* const y = rows + row * numbers + i;
        transpose(y);
        for (int lane = 0; lane < width; ++lane) x[places[lane * kind.rows + row] + i / width] = y[lane];
      }
    }
  }

  static void solve(V* x, const CoupledState& state) {
    const auto& upper = state.plan->upper();
    for (const auto& rotation : upper) rotate<true>(x, rotation);
    for (const auto& kind : state.plan->kinds()) {
      for (std::size_t i = 0; i < kind.places.size(); i += kind.rows * width)
        solveCopies(x, kind, kind.places.data() + i, state);
    }
    for (std::size_t i = upper.size(); i-- > 0;) rotate<false>(x, upper[i]);
  }

  [[gnu::always_inline]] static V reflectedNoise(const CoupledState& state, std::size_t i) {
    const V s = vectors(state.point[2])[i];
    return 2.0 * clamp(s, V{} + state.bound) - s;
  }

  [[gnu::always_inline]] static V reflected(const CoupledState& state, int block, const Limits& limits, std::size_t i) {
    const V s = vectors(state.point[block])[i];
    return s - 2.0 * clamp(s, limits[i]);
  }

  // work[0] <- inverse of (Z Z' + Y Y' + root^2) times (Z a + Y b - root r - v) at the reflected point
  static void multiplier(const CoupledState& state, std::size_t count, const Limits& limits) {
    V* const c = vectors(state.work[0]);
    V* const other = vectors(state.work[1]);
    sums<true>(
        c, count, [&](std::size_t i) __attribute__((always_inline)) { return reflected(state, 0, limits, i); });
    sums<true>(
        other, count, [&](std::size_t i) __attribute__((always_inline)) { return reflected(state, 1, limits, i); });
    const double total = state.work[1][count * width - 1];
    const V* const v = vectors(state.values);
    for (std::size_t i = 0; i < count; ++i) {
      const V met = total - reversed(other[count - 1 - i]);
      c[i] = ((c[i] + met) - v[i]) - state.root * reflectedNoise(state, i);
    }
    solve(c, state);
  }

  template <bool last>
  static void iteration(CoupledState& state, std::size_t count, const Limits& limits, V& sum) {
    const double old = 1.0 / (state.sinceRestart + 2.0);
    const double fresh = 1.0 - old;
    const auto move = [&](int block, std::size_t i, V to) __attribute__((always_inline)) {
      V* const point = vectors(state.point[block]);
      if constexpr (last) {
        const V difference = to - point[i];
        sum += difference * difference;
      }
      point[i] = fresh * to + old * vectors(state.anchor[block])[i];
    };
    multiplier(state, count, limits);
    V* const m = vectors(state.work[0]);
    V* const above = vectors(state.work[1]);
    sums<false>(
        above, count, [&](std::size_t i) __attribute__((always_inline)) {
          move(2, i, reflectedNoise(state, i) + (2.0 * state.root) * m[i]);
          return m[i];
        });
    state.work[1][0] = 0.0;
    sums<true>(
        m, count, [&](std::size_t i) __attribute__((always_inline)) { return m[i]; });
    const double total = state.work[0][count * width - 1];
    for (std::size_t i = 0; i < count; ++i) {
      move(0, i, reflected(state, 0, limits, i) - 2.0 * above[i]);
      const V met = total - reversed(m[count - 1 - i]);
      move(1, i, reflected(state, 1, limits, i) - 2.0 * met);
    }
    ++state.sinceRestart;
  }

 public:
  static double iterate(CoupledState& state, int iterations) {
    const std::size_t count = (std::size_t{1} << state.n) / width;
    const Limits limits(state);
    if (iterations == 0) {
      multiplier(state, count, limits);
      return 0.0;
    }
    V sum{};
    for (int i = 1; i < iterations; ++i) iteration<false>(state, count, limits, sum);
    iteration<true>(state, count, limits, sum);
    double total = 0.0;
    for (int lane = 0; lane < width; ++lane) total += sum[lane];
    return total;
  }
};

}  // namespace
}  // namespace spindle
