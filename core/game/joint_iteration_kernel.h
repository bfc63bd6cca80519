// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The inner loop of the joint decomposition for one vector width. Included by one .cpp for each instruction set;
// everything here has internal linkage, so that no variant can leak into another. Additions and multiplications are
// done in the same order for every width.

#include "core/game/joint_iteration.h"
#include "core/game/rotation_kernel.h"
#include "core/game/sparsest_iteration.h"

#include <initializer_list>

namespace spindle {
namespace {

template <int bytes>
class JointKernel : Rotation<double, bytes> {
  using Base = Rotation<double, bytes>;
  using Base::clamp, Base::group, Base::lowBits, Base::reversed, Base::vectors, Base::width;
  using typename Base::V;

  static V larger(V a, V b) { return a > b ? a : b; }
  static V smaller(V a, V b) { return a > b ? b : a; }

  static void rotate(V* x, std::size_t count, double g) {
    const auto get = [x](std::size_t i) __attribute__((always_inline)) {
      return x[i];
    };
    const auto put = [x](std::size_t i, V y) __attribute__((always_inline)) {
      x[i] = y;
    };
    Base::rotate(x, count, g, get, put);
  }

  // The level at which the maximum's share of the loss cuts magnitudes: sum of what lies above it = limit, or 0.
  static V cut(const V* sizes, int networks, V limit) {
    V sorted[maxJointNetworks];
    V level{};
    for (int k = 0; k < networks; ++k) {
      V next = sizes[k];
      for (int j = 0; j < k; ++j) {
        const V above = larger(sorted[j], next);
        next = smaller(sorted[j], next);
        sorted[j] = above;
      }
      sorted[k] = next;
    }
    V sum = -limit;
    for (int k = 0; k < networks; ++k) {
      sum += sorted[k];
      level = larger(level, sum / static_cast<double>(k + 1));
    }
    return level;
  }

  // Each row of interactions: soft threshold by the share of the sum, then cut by that of the maximum.
  template <int fixed>
  static void reflectRows(JointState& state, std::size_t count) {
    const int networks = fixed > 0 ? fixed : state.networks;
    const V sumLimit = V{} + state.sumLimit;
    const V maxLimit = V{} + state.maxLimit;
    for (int block = 0; block < 2; ++block) {
      for (std::size_t i = 0; i < count; ++i) {
        V soft[maxJointNetworks];
        V sizes[maxJointNetworks];
        for (int k = 0; k < networks; ++k) {
          const V x = vectors(state.point + (4 * k + block) * state.stride)[i];
          soft[k] = x - clamp(x, sumLimit);
          sizes[k] = soft[k] < V{} ? -soft[k] : soft[k];
        }
        const V level = cut(sizes, networks, maxLimit);
        for (int k = 0; k < networks; ++k) {
          const V x = vectors(state.point + (4 * k + block) * state.stride)[i];
          vectors(state.image + (4 * k + block) * state.stride)[i] = 2.0 * clamp(soft[k], level) - x;
        }
      }
      for (int k = 0; k < networks; ++k) {  // the empty set costs nothing
        const std::size_t last = (4 * k + block) * state.stride + count * width - 1;
        state.image[last] = state.point[last];
      }
    }
  }

  // The c that is nearest to the intervals d[k] +- reach[k]: sum of what it lacks to each, with sign, is 0.
  static double center(const double* d, const double* reach, int networks) {
    const auto pull = [&](double c) {
      double sum = 0.0;
      for (int k = 0; k < networks; ++k) {
        const double z = c - d[k];
        sum += z > reach[k] ? z - reach[k] : z < -reach[k] ? z + reach[k] : 0.0;
      }
      return sum;
    };
    double low = -__builtin_inf(), high = __builtin_inf(), pullLow = 0.0, pullHigh = 0.0;
    for (int k = 0; k < networks; ++k) {
      for (const double c : {d[k] - reach[k], d[k] + reach[k]}) {
        const double g = pull(c);
        if (g <= 0.0 && c > low) low = c, pullLow = g;
        if (g >= 0.0 && c < high) high = c, pullHigh = g;
      }
    }
    return pullHigh > pullLow ? low - pullLow * (high - low) / (pullHigh - pullLow) : low;
  }

  // differences <- by how much each of them is too far from the others.
  template <int fixed>
  static void excess(V* differences, const JointState& state, int networks) {
    if constexpr (fixed == 2) {
      const V between = differences[0] - differences[1];
      const V half = 0.5 * (between - clamp(between, V{} + (state.reaches[0] + state.reaches[1])));
      differences[0] = half;
      differences[1] = -half;
    } else {
      V low = differences[0] - state.reaches[0];
      V high = differences[0] + state.reaches[0];
      for (int k = 1; k < networks; ++k) {
        low = larger(low, differences[k] - state.reaches[k]);
        high = smaller(high, differences[k] + state.reaches[k]);
      }
      for (int lane = 0; lane < width; ++lane) {
        double d[maxJointNetworks];
        for (int k = 0; k < networks; ++k) d[k] = differences[k][lane];
        const bool apart = low[lane] > high[lane];
        const double c = apart ? center(d, state.reaches, networks) : 0.0;
        for (int k = 0; k < networks; ++k) {
          const double z = d[k] - c;
          const double reach = state.reaches[k];
          differences[k][lane] = !apart ? 0.0 : z > reach ? z - reach : z < -reach ? z + reach : 0.0;
        }
      }
    }
  }

  // u + w within the strip of each network, and u - w of all networks within reach of a common number.
  template <int fixed>
  static void reflectValues(JointState& state, std::size_t count) {
    const int networks = fixed > 0 ? fixed : state.networks;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t mirror = count - 1 - i;
      V u[maxJointNetworks];
      V w[maxJointNetworks];
      V sum[maxJointNetworks];
      V difference[maxJointNetworks];
      for (int k = 0; k < networks; ++k) {
        u[k] = vectors(state.point + (4 * k + 2) * state.stride)[i];
        w[k] = reversed(vectors(state.point + (4 * k + 3) * state.stride)[mirror]);
        const V d = (u[k] + w[k]) - vectors(state.values + k * state.stride)[i];
        sum[k] = d - clamp(d, V{} + state.strips[k]);
        difference[k] = u[k] - w[k];
      }
      excess<fixed>(difference, state, networks);
      for (int k = 0; k < networks; ++k) {
        vectors(state.image + (4 * k + 2) * state.stride)[i] = u[k] - (sum[k] + difference[k]);
        vectors(state.image + (4 * k + 3) * state.stride)[mirror] = reversed(w[k] - (sum[k] - difference[k]));
      }
    }
    for (int k = 0; k < networks; ++k) {
      const std::size_t empty = (4 * k + 2) * state.stride;
      const std::size_t full = (4 * k + 3) * state.stride + count * width - 1;
      state.image[empty] = -state.point[empty];
      state.image[full] = -state.point[full];
    }
  }

  // image <- R_f image, up to the two rotations: the projection on interactions = transform of values
  static void reflectGraph(const JointState& state, std::size_t count) {
    const V* const same = vectors(state.reflectSame);
    const V* const cross = vectors(state.reflectCross);
    for (int k = 0; k < state.networks; ++k) {
      for (int block = 0; block < 2; ++block) {
        V* const a = vectors(state.image + (4 * k + block) * state.stride);
        V* const u = vectors(state.image + (4 * k + block + 2) * state.stride);
        for (std::size_t i = 0; i < count; ++i) {
          const V p = a[i];
          const V q = u[i];
          a[i] = same[i] * p + cross[i] * q;
          u[i] = cross[i] * p - same[i] * q;
        }
      }
    }
  }

  static void average(JointState& state, std::size_t count) {
    const auto k = static_cast<double>(state.sinceRestart);
    const double old = 1.0 / (k + 2.0);
    const double fresh = 1.0 - old;
    for (int block = 0; block < 4 * state.networks; ++block) {
      V* const s = vectors(state.point + block * state.stride);
      const V* const r = vectors(state.image + block * state.stride);
      const V* const s0 = vectors(state.anchor + block * state.stride);
      for (std::size_t i = 0; i < count; ++i) s[i] = fresh * r[i] + old * s0[i];
    }
    ++state.sinceRestart;
  }

  static double residual(const JointState& state, std::size_t count) {
    V sums[group] = {};
    for (int block = 0; block < 4 * state.networks; ++block) {
      const V* const s = vectors(state.point + block * state.stride);
      const V* const r = vectors(state.image + block * state.stride);
      for (std::size_t i = 0; i < count; i += group) {
        for (std::size_t j = 0; j < group && i + j < count; ++j) {
          const V difference = r[i + j] - s[i + j];
          sums[j] += difference * difference;
        }
      }
    }
    double total = 0;
    for (int j = 0; j < group; ++j) {
      for (int lane = 0; lane < width; ++lane) total += sums[j][lane];
    }
    return total;
  }

  static std::size_t vectorCount(const JointState& state) { return (std::size_t{1} << state.n) / width; }

 public:
  static constexpr int leastVariables = lowBits;

  static void reflect(JointState& state) {
    const std::size_t count = vectorCount(state);
    if (state.networks == 2) {
      reflectRows<2>(state, count);
      reflectValues<2>(state, count);
    } else {
      reflectRows<0>(state, count);
      reflectValues<0>(state, count);
    }
  }

  static double iterate(JointState& state, int iterations) {
    const std::size_t count = vectorCount(state);
    double residualSquared = 0;
    for (int i = 0; i < iterations; ++i) {
      reflect(state);
      for (int block = 0; block < 4 * state.networks; ++block)
        rotate(vectors(state.image + block * state.stride), count, goldenTangent);
      reflectGraph(state, count);
      for (int block = 0; block < 4 * state.networks; ++block)
        rotate(vectors(state.image + block * state.stride), count, -goldenTangent);
      if (i + 1 == iterations) residualSquared = residual(state, count);
      average(state, count);
    }
    return residualSquared;
  }
};

template <int bytes>
void reflectJointly(JointState& state) {
  if (state.n >= JointKernel<bytes>::leastVariables) return JointKernel<bytes>::reflect(state);
  JointKernel<8>::reflect(state);
}

template <int bytes>
double iterateJointly(JointState& state, int iterations) {
  if (state.n >= JointKernel<bytes>::leastVariables) return JointKernel<bytes>::iterate(state, iterations);
  return JointKernel<8>::iterate(state, iterations);
}

}  // namespace
}  // namespace spindle
