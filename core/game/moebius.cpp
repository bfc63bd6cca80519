// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/moebius.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <stdexcept>

namespace spindle {
namespace {

void requirePowerOfTwo(std::size_t size) {
  if (!std::has_single_bit(size)) throw std::invalid_argument("a table of coalitions needs 2^n entries");
}

template <class Combine>
void butterflies(std::span<double> f, Combine combine) {
  requirePowerOfTwo(f.size());
  double* const data = f.data();
  const std::size_t size = f.size();
  for (std::size_t half = 1; half < size; half <<= 1) {
    for (std::size_t block = 0; block < size; block += 2 * half) {
      double* const without = data + block;
      double* const with = without + half;
      for (std::size_t i = 0; i < half; ++i) combine(without[i], with[i]);
    }
  }
}

}  // namespace

void moebius(std::span<double> f) {
  butterflies(f, [](double without, double& with) { with -= without; });
}

void zeta(std::span<double> f) {
  butterflies(f, [](double without, double& with) { with += without; });
}

void moebiusTransposed(std::span<double> f) {
  butterflies(f, [](double& without, double with) { without -= with; });
}

void flip(std::span<double> f) {
  requirePowerOfTwo(f.size());
  std::reverse(f.begin(), f.end());
}

void orTransform(std::span<double> f) {
  flip(f);
  moebius(f);
  for (double& value : f) value = -value;
  f[0] = 0.0;
}

void orInverse(std::span<double> f, double atEmpty) {
  requirePowerOfTwo(f.size());
  f[0] = 0.0;
  const double total = std::accumulate(f.begin(), f.end(), 0.0);
  zeta(f);
  flip(f);
  for (double& value : f) value = atEmpty + (total - value);
}

}  // namespace spindle
