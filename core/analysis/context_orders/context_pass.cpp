// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/context_orders/context_pass.h"

#include "core/analysis/context_orders/near_pairs.h"

#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

namespace spindle {
namespace {

double largestMiss(const ContextOrders& whole, const ContextOrders& andPart, const ContextOrders& orPart) {
  double miss = 0.0;
  for (std::size_t pair = 0; pair < whole.pairs(); ++pair) {
    for (std::size_t m = 0; m < whole.orders(); ++m)
      miss = std::max(miss, std::abs(whole.of(pair)[m] - andPart.of(pair)[m] - orPart.of(pair)[m]));
  }
  return miss;
}

}  // namespace

ContextPass::ContextPass(std::size_t checkpoints) : orders_(checkpoints) {}

void ContextPass::visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths&) {
  const std::vector<SampleInteractions>& samples = stored.interactions();
  auto& [whole, andPart, orPart] = orders_[checkpoint];
  for (auto* part : {&whole, &andPart, &orPart}) part->resize(samples.size());
  for (std::size_t s = 0; s < samples.size(); ++s) {
    if (!samples[s].present()) continue;
    whole[s] = contextOrdersOfScores(stored.pairs()[s].values.values());
    andPart[s] = contextOrdersOfAnd(samples[s].andPart);
    orPart[s] = contextOrdersOfOr(samples[s].orPart);
    noise_ = std::max(noise_, largestMiss(whole[s], andPart[s], orPart[s]));
  }
}

const std::vector<ContextOrders>& ContextPass::at(std::size_t checkpoint, ContextPart part) const {
  return orders_.at(checkpoint)[static_cast<std::size_t>(part)];
}

std::optional<std::vector<std::vector<std::size_t>>> chosenPairs(const ResultsHeader& header, bool near) {
  const auto n = static_cast<std::size_t>(header.variables);
  std::vector<std::size_t> all(n < 2 ? 0 : n * (n - 1) / 2);
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::vector<std::vector<std::size_t>> pairs(header.samples(), all);
  for (std::size_t s = 0; near && s < header.samples(); ++s) {
    const auto places = storedVariablePlaces(header, s);
    if (!places) return std::nullopt;
    pairs[s] = nearPairs(*places);
  }
  return pairs;
}

ContextCurves contextCurves(const ContextPass& pass, std::size_t checkpoints,
                            std::span<const std::vector<std::size_t>> pairs, RunControl& control) {
  ContextCurves curves(checkpoints);
  for (std::size_t c = 0; c < checkpoints; ++c) {
    if (control.stopRequested()) throw Stopped{};
    for (std::size_t part = 0; part < curves[c].size(); ++part) {
      const std::vector<ContextOrders>& samples = pass.at(c, static_cast<ContextPart>(part));
      std::vector<std::vector<double>> strengths;
      for (std::size_t s = 0; s < samples.size(); ++s) {
        if (samples[s].orders() > 0) strengths.push_back(contextStrength(samples[s], pairs[s]));
      }
      curves[c][part] = contextCurve(strengths);
    }
  }
  return curves;
}

std::vector<double> pairMatrix(std::span<const ContextOrders> samples, std::size_t order,
                               std::optional<std::size_t> sample) {
  std::vector<double> matrix;
  std::size_t n = 0, count = 0;
  std::vector<Coalition> pairs;
  for (std::size_t s = 0; s < samples.size(); ++s) {
    const ContextOrders& one = samples[s];
    if (one.orders() == 0 || (sample && *sample != s)) continue;
    if (count++ == 0) {
      n = static_cast<std::size_t>(one.variables());
      matrix.assign(n * n, 0.0);
      pairs = pairCoalitions(one.variables());
    }
    for (std::size_t pair = 0; pair < one.pairs(); ++pair) {
      const auto i = static_cast<std::size_t>(std::countr_zero(pairs[pair]));
      const auto j = static_cast<std::size_t>(std::bit_width(pairs[pair])) - 1;
      matrix[i * n + j] += one.of(pair)[order];
      matrix[j * n + i] = matrix[i * n + j];
    }
  }
  for (double& value : matrix) value /= static_cast<double>(count);
  for (std::size_t i = 0; i < n; ++i) matrix[i * n + i] = std::numeric_limits<double>::quiet_NaN();
  return matrix;
}

}  // namespace spindle
