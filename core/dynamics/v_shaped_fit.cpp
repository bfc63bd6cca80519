// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/v_shaped_fit.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace spindle {

VShapedFit::VShapedFit(std::span<const double> values, std::span<const double> weights)
    : values_(values.begin(), values.end()),
      weights_(weights.begin(), weights.end()),
      left_(values.size()),
      right_(values.size()) {
  if (values.size() != weights.size()) throw std::invalid_argument("VShapedFit: as many weights as values are needed");
  const auto single = [this](std::size_t i) { return Block{weights_[i], values_[i], 0.0, 0.0, i, i}; };
  std::vector<Block> chain;
  for (std::size_t s = 0; s < values.size(); ++s) {
    left_[s] = chain;
    append(chain, single(s));
  }
  chain.clear();
  for (std::size_t s = values.size(); s-- > 0;) {
    right_[s] = chain;
    append(chain, single(s));
  }
}

VShapedFit::Block VShapedFit::pooled(const Block& a, const Block& b) {
  const double weight = a.weight + b.weight;
  const double difference = a.mean - b.mean;
  return {weight,
          (a.weight * a.mean + b.weight * b.mean) / weight,
          a.residual + b.residual + a.weight * b.weight / weight * difference * difference,
          0.0,
          std::min(a.first, b.first),
          std::max(a.last, b.last)};
}

/// The chain falls towards the vertex: a block that is not lower than the one before it is pooled with it.
void VShapedFit::append(std::vector<Block>& chain, Block block) {
  while (!chain.empty() && chain.back().mean <= block.mean) {
    block = pooled(chain.back(), block);
    chain.pop_back();
  }
  block.residualSoFar = block.residual + (chain.empty() ? 0.0 : chain.back().residualSoFar);
  chain.push_back(block);
}

VShapedFit::Fit VShapedFit::fit(std::size_t vertex) const {
  const auto& left = left_[vertex];
  const auto& right = right_[vertex];
  constexpr double none = std::numeric_limits<double>::infinity();
  Fit result{{weights_[vertex], values_[vertex], 0.0, 0.0, vertex, vertex}, left.size(), right.size()};
  while (true) {
    const double nextLeft = result.left > 0 ? left[result.left - 1].mean : none;
    const double nextRight = result.right > 0 ? right[result.right - 1].mean : none;
    if (std::min(nextLeft, nextRight) >= result.vertex.mean) return result;
    result.vertex = pooled(nextLeft < nextRight ? left[--result.left] : right[--result.right], result.vertex);
  }
}

double VShapedFit::residual(std::size_t vertex) const {
  const Fit best = fit(vertex);
  return best.vertex.residual + (best.left > 0 ? left_[vertex][best.left - 1].residualSoFar : 0.0) +
         (best.right > 0 ? right_[vertex][best.right - 1].residualSoFar : 0.0);
}

std::vector<double> VShapedFit::fitted(std::size_t vertex) const {
  const Fit best = fit(vertex);
  std::vector<double> fitted(values_.size(), best.vertex.mean);
  const auto lay = [&fitted](const Block& block) {
    for (std::size_t i = block.first; i <= block.last; ++i) fitted[i] = block.mean;
  };
  std::for_each_n(left_[vertex].begin(), best.left, lay);
  std::for_each_n(right_[vertex].begin(), best.right, lay);
  return fitted;
}

}  // namespace spindle
