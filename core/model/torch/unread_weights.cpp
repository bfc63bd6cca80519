// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/unread_weights.h"

#include <set>

namespace spindle {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

/// "layer1.conv.weight" of a chain of GetAttr that begins at the module; empty for anything else.
std::string pathOf(const Value* value, const Value* self) {
  const Node* node = value->node();
  if (node->kind() != c10::prim::GetAttr) return {};
  const std::string name = node->s(c10::attr::name);
  if (node->input() == self) return name;
  const std::string before = pathOf(node->input(), self);
  return before.empty() ? std::string() : before + "." + name;
}

void collect(const Block& block, const Value* self, std::set<std::string>& read, bool& known) {
  for (const Node* node : block.nodes()) {
    for (const Block* inner : node->blocks()) collect(*inner, self, read, known);
    if (node->kind() == c10::prim::GetAttr) {
      const std::string path = pathOf(node->output(), self);
      known = known && !path.empty();
      read.insert(path);
    }
    if (node->kind() == c10::prim::CallMethod || node->kind() == c10::prim::CallFunction) known = false;
  }
}

/// What an attribute of the module holds: a tensor, or a list of them, as recurrent layers keep theirs.
std::vector<at::Tensor> tensorsAt(const torch::jit::Module& module, const std::string& path) {
  const auto end = path.find('.');
  if (!module.hasattr(path.substr(0, end))) return {};
  const c10::IValue value = module.attr(path.substr(0, end));
  if (end != std::string::npos)
    return value.isModule() ? tensorsAt(value.toModule(), path.substr(end + 1)) : std::vector<at::Tensor>();
  if (value.isTensor()) return {value.toTensor()};
  return value.isTensorList() ? value.toTensorVector() : std::vector<at::Tensor>();
}

}  // namespace

std::vector<std::string> unreadParameters(const Graph& graph, const torch::jit::Module& module) {
  std::set<std::string> read;
  bool known = true;
  collect(*graph.block(), graph.inputs()[0], read, known);
  std::vector<std::string> unread;
  if (!known) return unread;
  std::set<const void*> used;  // by their numbers: tied weights have several names, those in lists are other tensors
  for (const auto& parameter : module.named_parameters()) {
    if (read.contains(parameter.name)) used.insert(parameter.value.data_ptr());
  }
  for (const std::string& path : read) {
    for (const at::Tensor& tensor : tensorsAt(module, path)) used.insert(tensor.data_ptr());
  }
  for (const auto& parameter : module.named_parameters()) {
    if (!used.contains(parameter.value.data_ptr())) unread.push_back(parameter.name);
  }
  return unread;
}

}  // namespace spindle
