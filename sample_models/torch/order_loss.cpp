// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/order_loss.h"

#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/full_like.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/where.h>

#include <cmath>

namespace spindle {
namespace {

constexpr std::int64_t cells = 4, cellPixels = 7;

/// Logits when the patches whose place in the order is below `count` are present.
at::Tensor logitsOf(torch::jit::Module& module, const at::Tensor& inputs, const at::Tensor& places, std::int64_t count,
                    double masked) {
  const auto present =
      places.lt(count).view({-1, 1, cells, cells}).repeat_interleave(cellPixels, 2).repeat_interleave(cellPixels, 3);
  return module.forward({at::where(present, inputs, at::full_like(inputs, masked))}).toTensor();
}

}  // namespace

at::Tensor orderLoss(torch::jit::Module& module, const at::Tensor& inputs, const at::Tensor& labels,
                     const OrderGoal& goal, double masked) {
  constexpr double patches = cells * cells;
  // The place of each patch in a random order.
  const auto places = at::rand({inputs.size(0), cells * cells}).argsort(std::int64_t{1}).argsort(std::int64_t{1});
  const auto low = std::lround(goal.low * patches), high = std::lround(goal.high * patches);
  const double share = goal.low > 0.0 ? goal.low / goal.high : 1.0;
  const auto wide = logitsOf(module, inputs, places, high, masked);
  const auto difference = wide.sub(logitsOf(module, inputs, places, low, masked), share);
  if (goal.encourage) return at::cross_entropy_loss(difference, labels);
  const auto logarithms = at::log_softmax(difference, 1);
  return logarithms.exp().mul(logarithms).sum(1).mean();
}

}  // namespace spindle
