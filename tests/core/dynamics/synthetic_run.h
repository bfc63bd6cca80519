// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/sample_strengths.h"
#include "tests/core/dynamics/random_tables.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace spindle::test {

/// A made-up training run with a known start of phase two. The mean order falls from about 4.5 to between 1.3 and 2,
/// stays for up to four checkpoints in half of the runs, and rises to between 3 and 4.5; both parts are exponential
/// with random rates, and the corners lie between checkpoints. The orders follow a binomial distribution with that
/// mean. Each sample's strength at each order is multiplied by a log-normal factor of its own (0.3) and by one that is
/// new at each checkpoint (`noise`). The start is the last checkpoint whose noise-free mean order is within 0.05 of the
/// smallest.
struct SyntheticRun {
  static constexpr int n = 8;
  static constexpr std::size_t checkpoints = 30, samples = 16;

  std::size_t start = 0;
  std::vector<double> noiseFree;           ///< mean orders
  std::vector<SampleStrengths> strengths;  ///< one a checkpoint

  SyntheticRun(double noise, Dice& dice) {
    const double turn = 6.0 + 17.0 * dice.uniform();
    const double plateau = dice.uniform() < 0.5 ? 0.0 : 4.0 * dice.uniform();
    const double top = 4.0 + dice.uniform(), bottom = 1.3 + 0.7 * dice.uniform(), end = 3.0 + 1.5 * dice.uniform();
    const double fall = 0.15 + 0.25 * dice.uniform(), rise = 0.08 + 0.22 * dice.uniform();
    const auto part = [](double x, double whole, double rate) {
      return std::expm1(-rate * x) / std::expm1(-rate * whole);
    };
    for (std::size_t t = 0; t < checkpoints; ++t) {
      const double before = turn - plateau - static_cast<double>(t), after = static_cast<double>(t) - turn;
      double height = 0.0;
      if (before > 0) height = (top - bottom) * part(before, turn - plateau, fall);
      if (after > 0) height = (end - bottom) * part(after, static_cast<double>(checkpoints - 1) - turn, rise);
      noiseFree.push_back(bottom + height);
    }
    const double smallest = *std::min_element(noiseFree.begin(), noiseFree.end());
    for (std::size_t t = 0; t < checkpoints; ++t) {
      if (noiseFree[t] <= smallest + 0.05) start = t;
    }
    const std::vector<double> own = dice.normals(samples * n, 0.3);
    for (double mean : noiseFree) strengths.push_back(checkpoint(mean, own, noise, dice));
  }

 private:
  static SampleStrengths checkpoint(double mean, const std::vector<double>& own, double noise, Dice& dice) {
    std::vector<std::vector<double>> tables;
    const std::vector<double> none(std::size_t{1} << n, 0.0);
    const double p = (mean - 1.0) / (n - 1);
    for (std::size_t x = 0; x < samples; ++x) {
      tables.push_back(none);
      double binomial = std::pow(1.0 - p, n - 1);
      for (int k = 1; k <= n; ++k) {
        const double factor = std::exp(own[x * n + static_cast<std::size_t>(k - 1)] + noise * dice.normal());
        tables.back()[(std::size_t{1} << k) - 1] = binomial * factor * (k % 2 == 0 ? -1.0 : 1.0);
        binomial *= p / (1.0 - p) * (n - k) / k;
      }
    }
    std::vector<SampleInteractions> views;
    for (const auto& table : tables) views.push_back({table, none, 1.0});
    return SampleStrengths(views, 0.0);
  }
};

}  // namespace spindle::test
