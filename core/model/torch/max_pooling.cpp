// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/max_pooling.h"

#include <ATen/core/Tensor.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/maximum.h>
#include <torch/csrc/jit/runtime/custom_operator.h>

#include <algorithm>
#include <vector>

namespace spindle {
namespace {

using torch::jit::Block;
using torch::jit::Node;

const char* const poolingName = "spindle::max_pool2d";

/// Maximum over windows of `size` places along one dimension.
at::Tensor largest(const at::Tensor& x, std::int64_t dimension, std::int64_t size, std::int64_t stride) {
  const auto length = (x.size(dimension) - size) / stride * stride + 1;
  auto result = x.slice(dimension, 0, length, stride);
  for (std::int64_t i = 1; i < size; ++i) {
    result = at::maximum(result, x.slice(dimension, i, i + length, stride));
  }
  return result;
}

bool all(const std::vector<std::int64_t>& list, std::int64_t value) {
  return std::all_of(list.begin(), list.end(), [value](std::int64_t x) { return x == value; });
}

at::Tensor maxPool(const at::Tensor& x, const std::vector<std::int64_t>& size, std::vector<std::int64_t> stride,
                   const std::vector<std::int64_t>& padding, const std::vector<std::int64_t>& dilation, bool ceil) {
  if (stride.empty()) stride = size;
  const bool plain = all(padding, 0) && all(dilation, 1) && !ceil && !x.requires_grad() && x.dim() >= 3 &&
                     x.scalar_type() == at::kFloat && !size.empty() && std::min(size.front(), size.back()) > 0 &&
                     size.front() * size.back() > 1 &&  // else the result would be a view
                     std::min(stride.front(), stride.back()) > 0 && x.size(-2) >= size.front() &&
                     x.size(-1) >= size.back();
  if (!plain) return at::max_pool2d(x, size, stride, padding, dilation, ceil);
  return largest(largest(x, -2, size.front(), stride.front()), -1, size.back(), stride.back());
}

void maxPoolOnStack(torch::jit::Stack& stack) {
  const auto inputs = torch::jit::last(stack, 6);
  auto result = maxPool(inputs[0].toTensor(), inputs[1].toIntVector(), inputs[2].toIntVector(), inputs[3].toIntVector(),
                        inputs[4].toIntVector(), inputs[5].toBool());
  torch::jit::drop(stack, 6);
  torch::jit::push(stack, std::move(result));
}

const torch::jit::RegisterOperators registration({torch::jit::Operator(
    std::string(poolingName) +
        "(Tensor x, int[2] size, int[2] stride, int[2] padding, int[2] dilation, bool ceil) -> Tensor",
    maxPoolOnStack, c10::AliasAnalysisKind::FROM_SCHEMA)});

void replaceIn(Block* block) {
  std::vector<Node*> pools;
  for (Node* node : block->nodes()) {
    for (Block* inner : node->blocks()) replaceIn(inner);
    if (node->kind() == c10::Symbol::fromQualString("aten::max_pool2d")) pools.push_back(node);
  }
  for (Node* pool : pools) {
    Node* const mine = block->owningGraph()->create(c10::Symbol::fromQualString(poolingName), pool->inputs());
    mine->insertBefore(pool);
    mine->output()->setType(pool->output()->type());
    pool->output()->replaceAllUsesWith(mine->output());
    pool->destroy();
  }
}

}  // namespace

std::shared_ptr<torch::jit::Graph> withFastMaxPooling(const torch::jit::Graph& graph) {
  auto copy = const_cast<torch::jit::Graph&>(graph).copy();
  replaceIn(copy->block());
  return copy;
}

}  // namespace spindle
