// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/evaluation_mode.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/scope.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace spindle {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

/// What a value will be: constants and attributes of the module; nullopt where it is computed.
std::optional<c10::IValue> valueOf(const Value* value, const Graph& graph, const c10::IValue& self) {
  if (auto constant = torch::jit::toIValue(value)) return constant;
  if (!graph.inputs().empty() && value == graph.inputs()[0] && self.isObject()) return self;
  const Node* node = value->node();
  if (node->kind() != c10::prim::GetAttr) return std::nullopt;
  const auto owner = valueOf(node->input(0), graph, self);
  if (!owner || !owner->isObject()) return std::nullopt;
  const auto object = owner->toObject();
  const auto slot = object->type()->findAttributeSlot(node->s(c10::attr::name));
  return slot ? std::optional(object->getSlot(*slot)) : std::nullopt;
}

std::optional<std::size_t> argument(const Node& node, std::initializer_list<std::string_view> names) {
  const auto* schema = node.maybeSchema();
  if (schema == nullptr) return std::nullopt;
  const auto& arguments = schema->arguments();
  for (std::size_t i = 0; i < std::min(arguments.size(), node.inputs().size()); ++i) {
    if (std::find(names.begin(), names.end(), arguments[i].name()) != names.end()) return i;
  }
  return std::nullopt;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string kindOf(const Node& node) {
  const std::string_view name = node.kind().toUnqualString();
  if (contains(name, "batch_norm")) return "batch normalization";
  if (contains(name, "instance_norm")) return "instance normalization";
  if (contains(name, "rrelu")) return "randomized ReLU";
  return "dropout";
}

/// "encoder.bn1": by the attributes its weights come from, or by the modules whose forward() was inlined.
std::string layerOf(const Node& node) {
  for (const auto* input : node.inputs()) {
    const Node* from = input->node();
    if (from->kind() == c10::prim::Constant && input->debugName().starts_with("self.")) {
      const auto name = input->debugName().substr(5);
      if (const auto dot = name.rfind('.'); dot != std::string::npos) return name.substr(0, dot);
    }
    if (from->kind() != c10::prim::GetAttr) continue;
    std::string path;
    for (; from->kind() == c10::prim::GetAttr; from = from->input(0)->node())
      path = from->s(c10::attr::name) + (path.empty() ? "" : "." + path);
    if (const auto dot = path.rfind('.'); dot != std::string::npos) return path.substr(0, dot);
  }
  std::string path;
  if (const auto calls = node.callstack()) {
    for (const auto& call : (*calls)->vec()) {
      const auto& instance = std::get<2>(call);
      if (!instance || instance->instance_name().empty() || instance->instance_name() == "UNKNOWN_INSTANCE") continue;
      path += (path.empty() ? "" : ".") + instance->instance_name();
    }
  }
  return path;
}

/// The counter of batches that a layer in training mode keeps. Its result is used by nothing else.
bool countsBatches(const Node& node) {
  const bool adds = node.kind() == c10::Symbol::fromQualString("aten::add_");
  if (adds && node.outputs().size() == 1 && !node.output()->hasUses()) {
    const Node* from = node.input(0)->node();
    return from->kind() == c10::prim::GetAttr && from->s(c10::attr::name).ends_with("num_batches_tracked");
  }
  return node.kind() == c10::prim::SetAttr && node.s(c10::attr::name) == "num_batches_tracked";
}

}  // namespace

void EvaluationMode::switchOn(Graph& graph, const c10::IValue& self) {
  graph_ = &graph;
  self_ = self;
  switchIn(*graph.block());
}

void EvaluationMode::switchIn(Block& block) {
  std::vector<Node*> counters;
  for (Node* node : block.nodes()) {
    const auto chosen = node->kind() == c10::prim::If ? valueOf(node->input(0), *graph_, self_) : std::nullopt;
    for (Block* inner : node->blocks()) {
      const bool skipped = chosen && chosen->isBool() && inner == node->blocks()[chosen->toBool() ? 1 : 0];
      if (!skipped) switchIn(*inner);
    }
    if (countsBatches(*node)) counters.push_back(node);
    if (node->kind().ns() == c10::namespaces::aten) switchNode(*node);
  }
  for (Node* node : counters) node->destroy();
}

void EvaluationMode::switchNode(Node& node) {
  const auto number = [&](std::size_t at) {
    const auto value = valueOf(node.input(at), *graph_, self_);
    return value && value->isDouble() ? value->toDouble() : -1.0;
  };
  const torch::jit::WithInsertPoint before(&node);
  if (const auto at = argument(node, {"dropout_p"}); at && number(*at) > 0.0) {
    node.replaceInput(*at, graph_->insertConstant(0.0));
    switched_["dropout"].push_back(layerOf(node));
  }
  const auto at = argument(node, {"train", "training", "use_input_stats"});
  if (!at) return;
  const auto training = valueOf(node.input(*at), *graph_, self_);
  if (!training || !training->isBool() || !training->toBool()) return;
  const std::string kind = kindOf(node);
  if (const auto mean = argument(node, {"running_mean"})) {
    const auto statistics = valueOf(node.input(*mean), *graph_, self_);
    if (statistics && statistics->isNone()) {
      if (kind == "instance normalization") return;  // without statistics it normalizes each row by itself
      const std::string layer = layerOf(node);
      throw UserError(
          "A batch normalization of the network in " + file_.string() + (layer.empty() ? "" : " (" + layer + ")") +
          " has no running statistics (track_running_stats=False), so that its output for one input depends "
          "on the others in the batch; train it with running statistics, or use a normalization that works "
          "on each input alone (GroupNorm, LayerNorm).");
    }
  }
  node.replaceInput(*at, graph_->insertConstant(false));
  // Recurrent layers and dropout of probability 0 are the same in both modes.
  if (const auto p = argument(node, {"p", "dropout"}); p && number(*p) == 0.0) return;
  switched_[kind].push_back(layerOf(node));
}

std::string EvaluationMode::note() const {
  std::string what;
  for (const auto& [kind, layers] : switched_) {
    std::vector<std::string> names;
    std::copy_if(layers.begin(), layers.end(), std::back_inserter(names),
                 [](const auto& name) { return !name.empty(); });
    const std::string count = std::to_string(layers.size()) + (layers.size() == 1 ? " layer" : " layers");
    what += (what.empty() ? "" : ", ") + kind + " (" + count + (names.empty() ? "" : ": " + listed(names, 3)) + ")";
  }
  if (what.empty()) return {};
  return file_.string() + " was exported in training mode; switched to evaluation: " + what +
         ". Call model.eval() before it is exported.";
}

}  // namespace spindle
