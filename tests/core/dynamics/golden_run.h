// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/generalization/class_similarity.h"
#include "core/dynamics/sample_interactions.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace spindle::test {

/// The made-up run that tests/golden/dynamics/check_results.py describes in tables().
struct GoldenRun {
  static constexpr int n = 5;
  static constexpr std::size_t checkpoints = 9, samples = 26, size = 32;

  std::vector<std::vector<double>> andPart, orPart, values;  // [checkpoint * samples + sample]
  std::vector<SampleLabel> labels;
  std::vector<double> trainLoss{2.3, 1.8, 1.2, 0.8, 0.6, std::numeric_limits<double>::quiet_NaN(), 0.4, 0.3, 0.2};
  std::vector<double> testLoss{2.3, 1.8, 1.2, 0.8, 0.62, 0.6, 0.7, 0.9, 1.3};

  GoldenRun() {
    const double center[checkpoints] = {4.0, 3.5, 2.75, 1.5, 1.25, 1.2, 1.3, 2.5, 3.0};
    for (std::size_t x = 0; x < samples; ++x) labels.push_back({x < 12 ? 0 : x < 24 ? 1 : 2, x % 2 == 1});
    for (std::size_t t = 0; t < checkpoints; ++t) {
      for (std::size_t x = 0; x < samples; ++x) {
        const auto target = static_cast<std::size_t>(labels[x].target);
        std::vector<double> parts[2];
        for (std::size_t kind = 0; kind < 2; ++kind) {
          parts[kind].assign(size, 0.0);
          for (std::size_t s = 1; s < size; ++s) {
            const double distance = std::popcount(s) - center[t];
            const double base = uniform(2, (target * 2 + kind) * size + s);
            const double own = uniform(1, ((t * samples + x) * 2 + kind) * size + s);
            parts[kind][s] = (base + 0.7 * own) / (1 + 4 * distance * distance);
          }
        }
        parts[0][0] = 0.25;
        andPart.push_back(parts[0]);
        orPart.push_back(parts[1]);
        values.push_back(scores(parts[0], parts[1]));
      }
    }
  }

  [[nodiscard]] static bool present(std::size_t t, std::size_t x) { return t != 1 && !(t == 2 && x == 3); }

  [[nodiscard]] std::vector<SampleInteractions> views(std::size_t t) const {
    std::vector<SampleInteractions> views(samples);
    for (std::size_t x = 0; x < samples; ++x) {
      if (!present(t, x)) continue;
      const auto& v = values[t * samples + x];
      views[x] = {andPart[t * samples + x], orPart[t * samples + x], std::abs(v.back() - v.front())};
    }
    return views;
  }

 private:
  static double uniform(std::uint64_t seed, std::uint64_t counter) {
    std::uint64_t z = seed + (counter + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53 - 0.5;
  }

  static std::vector<double> scores(const std::vector<double>& a, const std::vector<double>& o) {
    std::vector<double> v(size, a[0]);
    for (std::size_t t = 0; t < size; ++t) {
      for (std::size_t s = 1; s < size; ++s) {
        if ((s & ~t) == 0) v[t] += a[s];
        if ((s & t) != 0) v[t] += o[s];
      }
    }
    return v;
  }
};

}  // namespace spindle::test
