// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/input_chain.h"

#include <ATen/core/Tensor.h>
#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace spindle {
namespace {

using torch::jit::Node;
using torch::jit::Value;

template <std::size_t N>
bool isOneOf(const Node& node, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), std::string_view(node.kind().toUnqualString())) != names.end();
}

bool isAten(const Node& node) {
  return node.kind().ns() == c10::namespaces::aten;
}

/// A constant, or a number worked out from constants and shapes.
bool isFixed(const Value* value) {
  const Node* node = value->node();
  if (node->kind() == c10::prim::Constant || asksShapeOnly(*node)) return true;
  constexpr std::array<std::string_view, 8> arithmetic{"mul",         "add", "sub", "floordiv", "Int", "ScalarImplicit",
                                                       "__getitem__", "neg"};
  const bool combines = node->kind() == c10::prim::ListConstruct || node->kind() == c10::prim::NumToTensor ||
                        (isAten(*node) && isOneOf(*node, arithmetic));
  return combines && std::all_of(node->inputs().begin(), node->inputs().end(), isFixed);
}

bool othersFixed(const Node& node, const Value* data) {
  return std::count(node.inputs().begin(), node.inputs().end(), data) == 1 &&
         std::all_of(node.inputs().begin(), node.inputs().end(),
                     [&](const Value* input) { return input == data || isFixed(input); });
}

bool othersConstant(const Node& node, const Value* data) {
  return std::all_of(node.inputs().begin(), node.inputs().end(),
                     [&](const Value* input) { return input == data || torch::jit::toIValue(input).has_value(); });
}

std::optional<std::array<std::int64_t, 2>> pairOf(const Value* value) {
  const auto constant = torch::jit::toIValue(value);
  if (!constant || !constant->isIntList()) return std::nullopt;
  const auto list = constant->toIntVector();
  if (list.size() == 1) return std::array{list[0], list[0]};
  if (list.size() == 2) return std::array{list[0], list[1]};
  return std::nullopt;
}

bool isFalse(const Value* value) {
  const auto constant = torch::jit::toIValue(value);
  return constant && constant->isBool() && !constant->toBool();
}

std::optional<at::Tensor> tensorOf(const Value* value) {
  const auto constant = torch::jit::toIValue(value);
  if (!constant || !constant->isTensor()) return std::nullopt;
  return constant->toTensor();
}

/// "self.conv1.weight" names its layer conv1.
std::string layerOf(const Value* weights) {
  std::string name = weights->debugName();
  if (name.starts_with("self.")) name = name.substr(5);
  const auto end = name.find(".weight");
  return end == std::string::npos ? std::string("layer 1") : name.substr(0, end);
}

std::optional<Step> convolutionStep(Node* node) {
  const bool general = std::string_view(node->kind().toUnqualString()) == "_convolution";
  const auto weight = tensorOf(node->input(1));
  if (!weight || (general && !isFalse(node->input(6)))) return std::nullopt;
  Step step{.kind = StepKind::convolution, .node = node, .layer = layerOf(node->input(1))};
  step.perOutput = static_cast<double>(weight->numel()) / static_cast<double>(weight->size(0));
  const auto stride = pairOf(node->input(3)), padding = pairOf(node->input(4)), dilation = pairOf(node->input(5));
  step.planar = weight->dim() == 4 && stride && padding && dilation;
  if (step.planar) step.window = {{weight->size(2), weight->size(3)}, *stride, *padding, *dilation};
  return step;
}

/// max_pool2d(x, size, stride, padding, dilation, ceil_mode), avg_pool2d(x, size, stride, padding, ceil_mode, ...).
std::optional<Step> poolStep(Node* node) {
  const bool largest = std::string_view(node->kind().toUnqualString()) == "max_pool2d";
  const auto size = pairOf(node->input(1)), padding = pairOf(node->input(3));
  const auto dilation = largest ? pairOf(node->input(4)) : std::optional(std::array<std::int64_t, 2>{1, 1});
  auto stride = pairOf(node->input(2));
  if (const auto given = torch::jit::toIValue(node->input(2));
      given && given->isIntList() && given->toIntVector().empty()) {
    stride = size;
  }
  if (!size || !stride || !padding || !dilation || !isFalse(node->input(largest ? 5 : 4))) return std::nullopt;
  Step step{.kind = StepKind::pool, .node = node};
  step.window = {*size, *stride, *padding, *dilation};
  step.perOutput = static_cast<double>((*size)[0] * (*size)[1]);
  return step;
}

std::optional<Step> mixingStep(Node* node, const Value* data) {
  const bool biasFirst = std::string_view(node->kind().toUnqualString()) == "addmm";
  const std::size_t at = biasFirst ? 1 : 0;
  if (node->input(at) != data || !tensorOf(node->input(at + 1)) || !othersConstant(*node, data)) return std::nullopt;
  Step step{.kind = StepKind::mixing, .node = node, .layer = layerOf(node->input(at + 1))};
  step.perOutput = static_cast<double>(tensorOf(node->input(at + 1))->numel());
  return step;
}

std::optional<Step> classify(Node* node, const Value* data, bool first) {
  if (!isAten(*node) || node->outputs().size() != 1 || !node->blocks().empty() || !othersFixed(*node, data)) return {};
  constexpr std::array<std::string_view, 2> mixing{"linear", "addmm"};
  constexpr std::array<std::string_view, 2> products{"matmul", "mm"};
  constexpr std::array<std::string_view, 4> convolution{"conv1d", "conv2d", "conv3d", "_convolution"};
  constexpr std::array<std::string_view, 2> pool{"max_pool2d", "avg_pool2d"};
  constexpr std::array<std::string_view, 7> reshape{"flatten",   "view",      "reshape", "permute",
                                                    "transpose", "unsqueeze", "squeeze"};
  constexpr std::array<std::string_view, 4> identity{"contiguous", "clone", "detach", "alias"};
  constexpr std::array<std::string_view, 4> affine{"sub", "add", "mul", "div"};
  constexpr std::array<std::string_view, 16> pointwise{
      "relu", "relu_",   "relu6", "relu6_",   "leaky_relu", "leaky_relu_", "elu",      "gelu",
      "silu", "sigmoid", "tanh",  "hardtanh", "hardtanh_",  "hardswish",   "softplus", "clamp"};
  if (isOneOf(*node, mixing) || isOneOf(*node, products)) return mixingStep(node, data);
  if (node->input(0) != data && !isOneOf(*node, std::array<std::string_view, 1>{"embedding"})) return {};
  if (isOneOf(*node, reshape)) return Step{.kind = StepKind::reshape, .node = node};
  if (isOneOf(*node, identity)) return Step{.kind = StepKind::identity, .node = node};
  if (!othersConstant(*node, data)) return {};
  if (isOneOf(*node, convolution)) return convolutionStep(node);
  if (isOneOf(*node, pool)) return poolStep(node);
  if (isOneOf(*node, pointwise)) return Step{.kind = StepKind::pointwise, .node = node, .perOutput = 1.0};
  const std::string_view name = node->kind().toUnqualString();
  // Other forms of div round; batch_norm outside evaluation mode looks at the whole batch.
  if (isOneOf(*node, affine) && (name != "div" || node->inputs().size() == 2)) {
    return Step{.kind = StepKind::affine, .node = node, .perOutput = 1.0};
  }
  if (name == "batch_norm" && isFalse(node->input(5))) {
    return Step{.kind = StepKind::affine, .node = node, .perOutput = 1.0};
  }
  if (name == "embedding" && first && node->input(1) == data) {
    return Step{.kind = StepKind::embedding, .node = node, .layer = layerOf(node->input(0))};
  }
  return {};
}

/// The only operation that uses the values; null where there is none or more than one.
Node* onlyUser(const Value* data) {
  Node* user = nullptr;
  for (const auto& use : data->uses()) {
    if (asksShapeOnly(*use.user)) continue;
    if (user != nullptr && user != use.user) return nullptr;
    user = use.user;
  }
  return user;
}

}  // namespace

bool asksShapeOnly(const Node& node) {
  constexpr std::array<std::string_view, 8> questions{"size",  "dim",    "len",     "numel",
                                                      "dtype", "device", "is_cuda", "layout"};
  const bool known = node.kind().ns() == c10::namespaces::aten || node.kind().ns() == c10::namespaces::prim;
  return known && isOneOf(node, questions);
}

std::vector<Step> inputChain(const torch::jit::Graph& graph) {
  std::vector<Step> chain;
  const Value* data = graph.inputs()[0];
  while (Node* user = onlyUser(data)) {
    if (user == graph.return_node() || user->owningBlock() != graph.block()) break;
    const auto step = classify(user, data, chain.empty());
    if (!step) break;
    chain.push_back(*step);
    data = user->output();
  }
  return chain;
}

}  // namespace spindle
