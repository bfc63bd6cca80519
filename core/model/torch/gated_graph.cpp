// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/gated_graph.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/torch/layer_names.h"

#include <torch/csrc/jit/ir/alias_analysis.h>
#include <torch/csrc/jit/passes/remove_mutation.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace spindle {
namespace {

using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

constexpr std::array<std::string_view, 13> channelsFirst{
    "conv1d",     "conv2d",        "conv3d",     "_convolution", "conv_transpose2d",    "batch_norm",
    "max_pool2d", "instance_norm", "group_norm", "avg_pool2d",   "adaptive_avg_pool2d", "adaptive_max_pool2d",
    "max_pool1d"};
constexpr std::array<std::string_view, 6> unitsLast{"linear", "addmm", "matmul", "mm", "layer_norm", "embedding"};
constexpr std::array<std::string_view, 6> passing{"add", "mul", "dropout", "clone", "contiguous", "sub"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, const std::string& kind) {
  return std::find(list.begin(), list.end(), kind) != list.end();
}

/// From the operation with weights that the values come from, through what changes no places. None: not known.
std::optional<bool> unitsFirstIn(const Node* node) {
  while (!node->inputs().empty()) {
    std::string kind = node->kind().toUnqualString();
    if (!kind.empty() && kind.back() == '_') kind.pop_back();
    if (contains(channelsFirst, kind)) return true;
    if (contains(unitsLast, kind)) return false;
    if (!contains(passing, kind) && !isActivationKind(kind)) return std::nullopt;
    node = node->input(0)->node();
  }
  return std::nullopt;
}

void addGate(Graph& graph, Node& node, std::size_t number) {
  Value* const gate = graph.addInput("gate" + std::to_string(number));
  const torch::jit::WithInsertPoint point(node.next());
  Node* const product = graph.insertNode(graph.create(c10::aten::mul, {node.output(), gate}, 1));
  product->output()->setType(node.output()->type());
  node.output()->replaceAllUsesAfterNodeWith(product, product->output());
  graph.registerOutput(product->output());
}

}  // namespace

GatedGraph gatedGraph(const Runnable& network, const std::vector<std::string>& wanted, const Parameters& parameters,
                      const std::filesystem::path& file) {
  if (!network.graph())
    throw UserError("The network in " + file.string() +
                    " changes its own attributes, so its layers cannot have gates; export it with torch.jit.trace.");
  GatedGraph gated{network.graph()->copy(), {}};
  torch::jit::RemoveTensorMutation(gated.graph);
  ChosenLayers chosen = chosenLayers(*gated.graph, wanted, parameters, file);
  gated.leftOut = std::move(chosen.leftOut);
  std::vector<std::string> changed;
  const torch::jit::AliasDb aliases(gated.graph);
  for (const NamedLayer& layer : chosen.layers) {
    if (aliases.hasWriters(layer.node->output())) changed.push_back(layer.name);
  }
  if (!changed.empty())
    throw UserError("The layers " + listed(changed, 12) + " of the network in " + file.string() +
                    " are changed in place by what follows, so they cannot have gates; leave them out.");
  for (const NamedLayer& layer : chosen.layers) {
    gated.unitsFirst.push_back(unitsFirstIn(layer.node));
    addGate(*gated.graph, *layer.node, gated.names.size());
    gated.names.push_back(layer.name);
  }
  return gated;
}

}  // namespace spindle
