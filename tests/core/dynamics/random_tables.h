// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/sample_interactions.h"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace spindle::test {

/// Numbers that are the same on every machine (splitmix64; Box-Muller), unlike the distributions of <random>.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  double uniform() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
  }

  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }

  std::vector<double> normals(std::size_t count, double scale = 1.0) {
    std::vector<double> values(count);
    for (double& value : values) value = scale * normal();
    return values;
  }

 private:
  std::uint64_t state_;
};

/// Owns random AND and OR tables of some samples.
struct RandomSamples {
  std::vector<std::vector<double>> andParts, orParts;
  std::vector<double> ranges;

  RandomSamples(std::size_t samples, int n, Dice& dice) {
    for (std::size_t i = 0; i < samples; ++i) {
      andParts.push_back(dice.normals(std::size_t{1} << n));
      orParts.push_back(dice.normals(std::size_t{1} << n));
      ranges.push_back(20.0 * dice.uniform());
    }
  }

  [[nodiscard]] std::vector<SampleInteractions> views() const {
    std::vector<SampleInteractions> views;
    for (std::size_t i = 0; i < andParts.size(); ++i) views.push_back({andParts[i], orParts[i], ranges[i]});
    return views;
  }
};

}  // namespace spindle::test
