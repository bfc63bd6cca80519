// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/layer_taps.h"

#include "core/base/user_error.h"
#include "core/model/torch/layer_names.h"

#include <optional>

namespace spindle {
namespace {

using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

void tap(Graph& graph, Node& node) {
  torch::jit::WithInsertPoint point(node.next());
  Value* const none = graph.insertConstant(c10::IValue());
  Node* const copy = graph.insertNode(graph.create(c10::aten::clone, {node.output(), none}, 1));
  copy->output()->setType(node.output()->type());
  graph.registerOutput(copy->output());
}

}  // namespace

LayerTaps tappedLayers(const Runnable& network, const std::vector<std::string>& wanted, const Parameters& parameters,
                       const std::filesystem::path& file) {
  if (!network.graph())
    throw UserError("The network in " + file.string() +
                    " changes its own attributes, so the values of its layers cannot be read; export it with "
                    "torch.jit.trace.");
  const auto graph = network.graph()->copy();
  ChosenLayers chosen = chosenLayers(*graph, wanted, parameters, file);
  std::vector<std::string> tapped;
  for (const NamedLayer& layer : chosen.layers) {
    tap(*graph, *layer.node);
    tapped.push_back(layer.name);
  }
  return {Runnable(graph, std::nullopt, network.owners(), network.device()), std::move(tapped),
          std::move(chosen.leftOut)};
}

}  // namespace spindle
