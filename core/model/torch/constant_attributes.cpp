// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/constant_attributes.h"

#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/constant_propagation.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>

#include <optional>
#include <set>
#include <string>

namespace spindle {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

std::optional<c10::IValue> attributeValue(const Value* value, const Value* self, const c10::IValue& module) {
  if (value == self) return module;
  const Node* node = value->node();
  if (node->kind() != c10::prim::GetAttr) return std::nullopt;
  const auto owner = attributeValue(node->input(0), self, module);
  if (!owner || !owner->isObject()) return std::nullopt;
  const auto slot = owner->toObject()->type()->findAttributeSlot(node->s(c10::attr::name));
  return slot ? std::optional(owner->toObject()->getSlot(*slot)) : std::nullopt;
}

void collectWritten(const Block& block, std::set<std::string>& written) {
  for (const Node* node : block.nodes()) {
    for (const Block* inner : node->blocks()) collectWritten(*inner, written);
    if (node->kind() == c10::prim::SetAttr) written.insert(node->s(c10::attr::name));
  }
}

struct Kept {
  std::set<std::string> written;
  std::set<const void*> parameters;
};

void replaceIn(Block& block, Graph& graph, const c10::IValue& module, const Kept& kept) {
  for (Node* node : block.nodes()) {
    for (Block* inner : node->blocks()) replaceIn(*inner, graph, module, kept);
    if (node->kind() != c10::prim::GetAttr || kept.written.contains(node->s(c10::attr::name))) continue;
    const auto value = attributeValue(node->output(), graph.inputs()[0], module);
    if (!value || value->isObject()) continue;
    if (value->isTensor() && kept.parameters.contains(value->toTensor().unsafeGetTensorImpl())) continue;
    const torch::jit::WithInsertPoint before(node);
    if (const auto constant = torch::jit::tryInsertConstant(graph, *value))
      node->output()->replaceAllUsesWith(*constant);
  }
}

}  // namespace

void makeAttributesConstant(std::shared_ptr<Graph> graph, const torch::jit::Module& module) {
  Kept kept;
  collectWritten(*graph->block(), kept.written);
  for (const auto& parameter : module.parameters()) kept.parameters.insert(parameter.unsafeGetTensorImpl());
  replaceIn(*graph->block(), *graph, module._ivalue(), kept);
  torch::jit::ConstantPropagation(graph);
  torch::jit::EliminateDeadCode(graph);
}

}  // namespace spindle
