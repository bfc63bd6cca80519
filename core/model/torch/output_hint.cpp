// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/output_hint.h"

#include "core/model/torch/one_of.h"

#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace spindle {
namespace {

using torch::jit::Node;
using torch::jit::Value;

/// Of a tuple, list or dictionary the element that Runnable takes; of an element of a dictionary that element.
const Value* takenOf(const Value* value) {
  const Node* node = value->node();
  if (std::string_view(node->kind().toUnqualString()) == "__getitem__") {
    const auto wanted = torch::jit::toIValue(node->input(1));
    const Node* all = node->input(0)->node();
    if (!wanted || !wanted->isString() || all->kind() != c10::prim::DictConstruct) return value;
    for (std::size_t i = 0; i + 1 < all->inputs().size(); i += 2) {
      const auto key = torch::jit::toIValue(all->input(i));
      if (key && key->isString() && key->toStringRef() == wanted->toStringRef()) return all->input(i + 1);
    }
    return value;
  }
  const bool several = node->kind() == c10::prim::TupleConstruct || node->kind() == c10::prim::ListConstruct;
  if (several && !node->inputs().empty()) return node->input(0);
  if (node->kind() != c10::prim::DictConstruct || node->inputs().size() < 2) return value;
  for (std::size_t i = 0; i + 1 < node->inputs().size(); i += 2) {
    const auto key = torch::jit::toIValue(node->input(i));
    if (key && key->isString() && key->toStringRef() == "logits") return node->input(i + 1);
  }
  return node->input(1);
}

std::optional<OutputKind> logarithmOf(std::optional<OutputKind> inner) {
  return inner == OutputKind::probabilities ? std::optional(OutputKind::logProbabilities) : std::nullopt;
}

std::optional<OutputKind> exponentialOf(std::optional<OutputKind> inner) {
  return inner == OutputKind::logProbabilities ? std::optional(OutputKind::probabilities) : std::nullopt;
}

std::optional<OutputKind> hintOf(const Value* value);

/// 1 / (1 + exp(-z)), by hand.
bool isSigmoidByHand(const Node& node) {
  const std::string_view name = node.kind().toUnqualString();
  const bool over = name == "reciprocal" || (name == "div" && torch::jit::toIValue(node.input(0)).has_value());
  if (!over) return false;
  const Node* sum = node.input(name == "div" ? 1 : 0)->node();
  if (std::string_view(sum->kind().toUnqualString()) != "add") return false;
  return std::any_of(sum->inputs().begin(), sum->inputs().end(), [](const Value* term) {
    return std::string_view(term->node()->kind().toUnqualString()) == "exp";
  });
}

/// Of a branch: what one side says, where the other says nothing; the outputs themselves are compared with it later.
std::optional<OutputKind> hintOfBranch(const Value* value) {
  const Node* node = value->node();
  const auto first = hintOf(node->blocks()[0]->outputs()[value->offset()]);
  const auto second = hintOf(node->blocks()[1]->outputs()[value->offset()]);
  if (first && second && *first != *second) return std::nullopt;
  return first ? first : second;
}

std::optional<OutputKind> hintOf(const Value* value) {
  constexpr std::array<std::string_view, 5> probabilities{"softmax", "_softmax", "sigmoid", "sigmoid_",
                                                          "special_expit"};
  constexpr std::array<std::string_view, 5> logarithms{"log_softmax", "_log_softmax", "log_sigmoid",
                                                       "log_sigmoid_forward", "special_log_softmax"};
  constexpr std::array<std::string_view, 26> kept{
      "reshape",   "view",      "flatten",  "squeeze", "squeeze_",      "unsqueeze", "contiguous",
      "to",        "type_as",   "float",    "double",  "detach",        "clone",     "alias",
      "permute",   "transpose", "slice",    "select",  "clamp",         "clamp_min", "dropout",
      "clamp_max", "clip",      "_to_copy", "view_as", "_reshape_alias"};
  const Value* taken = takenOf(value);
  const Node* node = taken->node();
  if (node->kind() == c10::prim::If) return hintOfBranch(taken);
  if (node->kind().ns() != c10::namespaces::aten || node->inputs().empty()) return std::nullopt;
  const std::string_view name = node->kind().toUnqualString();
  if (isOneOf(name, probabilities)) return OutputKind::probabilities;
  if (isSigmoidByHand(*node)) return OutputKind::probabilities;
  // 1 / (1 + exp(-z)) of Python is a reciprocal times 1.
  if (name == "mul" && node->inputs().size() == 2 && isSigmoidByHand(*node->input(0)->node()))
    return OutputKind::probabilities;
  if (isOneOf(name, logarithms)) return OutputKind::logProbabilities;
  if (name == "log" || name == "log_") return logarithmOf(hintOf(node->input(0)));
  if (name == "exp" || name == "exp_") return exponentialOf(hintOf(node->input(0)));
  return isOneOf(name, kept) ? hintOf(node->input(0)) : std::nullopt;
}

}  // namespace

std::optional<OutputKind> outputHintOf(const torch::jit::Graph& graph) {
  return graph.outputs().empty() ? std::nullopt : hintOf(graph.outputs()[0]);
}

}  // namespace spindle
