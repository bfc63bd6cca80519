// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/context_orders/context_sampler.h"

#include "core/base/split_mix.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace spindle {
namespace {

/// The mean over contexts of one pair and order, and over each half of them.
struct PairMeans {
  double whole = 0.0, first = 0.0, second = 0.0;
};

PairMeans meansOf(std::span<const double> effects) {
  const std::size_t half = effects.size() / 2;
  PairMeans means;
  for (std::size_t k = 0; k < effects.size(); ++k) {
    means.whole += effects[k] / static_cast<double>(effects.size());
    (k < half ? means.first : means.second) +=
        effects[k] / static_cast<double>(k < half ? half : effects.size() - half);
  }
  return means;
}

}  // namespace

std::vector<std::pair<int, int>> drawnPairs(const ContextSampling& sampling, int columns, std::uint64_t seed) {
  std::vector<std::pair<int, int>> all;
  const int reach = sampling.window;
  for (int i = 0; i < sampling.variables; ++i) {
    for (int j = i + 1; j < sampling.variables; ++j) {
      const bool near = std::abs(i / columns - j / columns) <= reach && std::abs(i % columns - j % columns) <= reach;
      if (reach == 0 || near) all.emplace_back(i, j);
    }
  }
  SplitMix64 random(seed);
  const std::size_t count = std::min(sampling.pairs, all.size());
  drawToFront<std::pair<int, int>>(all, count, random);
  all.resize(count);
  return all;
}

ContextEstimate sampledContextOrders(const ContextSampling& sampling, std::span<const std::pair<int, int>> pairs,
                                     std::uint64_t seed, const SetScores& scores, RunControl& control) {
  const auto n = static_cast<std::size_t>(sampling.variables);
  const std::size_t contexts = sampling.contexts;
  SplitMix64 random(seed);
  ContextEstimate estimate{std::vector<double>(sampling.orders.size(), 0.0),
                           std::vector<double>(sampling.orders.size(), 0.0)};
  std::vector<std::uint8_t> present(4 * contexts * n);
  std::vector<double> found(4 * contexts), effects(contexts);
  for (const auto& [a, b] : pairs) {
    const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
    std::vector<std::uint32_t> others;
    for (std::size_t k = 0; k < n; ++k) {
      if (k != i && k != j) others.push_back(static_cast<std::uint32_t>(k));
    }
    for (std::size_t o = 0; o < sampling.orders.size(); ++o) {
      if (control.stopRequested()) throw Stopped{};
      std::fill(present.begin(), present.end(), std::uint8_t{0});
      for (std::size_t c = 0; c < contexts; ++c) {
        const auto size = static_cast<std::size_t>(sampling.orders[o]);
        drawToFront<std::uint32_t>(others, size, random);
        for (std::size_t row = 0; row < 4; ++row) {
          std::uint8_t* set = &present[(4 * c + row) * n];
          for (std::size_t k = 0; k < size; ++k) set[others[k]] = 1;
          set[i] = (row & 1U) != 0 ? 1 : 0;
          set[j] = (row & 2U) != 0 ? 1 : 0;
        }
      }
      scores(present, found);
      for (std::size_t c = 0; c < contexts; ++c)
        effects[c] = found[4 * c + 3] - found[4 * c + 2] - found[4 * c + 1] + found[4 * c];
      const PairMeans means = meansOf(effects);
      estimate.strength[o] += std::abs(means.whole) / static_cast<double>(pairs.size());
      estimate.square[o] += means.first * means.second / static_cast<double>(pairs.size());
    }
  }
  return estimate;
}

}  // namespace spindle
