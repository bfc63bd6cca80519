// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/results/sampled_context_orders.h"

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace spindle {

/// Scores of sets of variables: present[row * n + i] is 1 where variable i is there; one score a row.
using SetScores = std::function<void(std::span<const std::uint8_t> present, std::span<double> scores)>;

/// Pairs i < j of one sample, each once: on a grid of `columns` columns j lies within `window` rows and columns of i;
/// window 0: any pairs. All of them where there are fewer than sampling.pairs.
std::vector<std::pair<int, int>> drawnPairs(const ContextSampling& sampling, int columns, std::uint64_t seed);

/// Estimates of one game by context order (see SampledContextOrders).
struct ContextEstimate {
  std::vector<double> strength, square;
};

/// Asks for 4 scores a pair, order and context, `contexts` of them at once, in an order that depends on nothing but the
/// seed. Throws Stopped.
ContextEstimate sampledContextOrders(const ContextSampling& sampling, std::span<const std::pair<int, int>> pairs,
                                     std::uint64_t seed, const SetScores& scores, RunControl& control);

}  // namespace spindle
