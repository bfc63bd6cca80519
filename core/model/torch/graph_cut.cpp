// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/graph_cut.h"

#include "core/model/torch/input_chain.h"

#include <torch/csrc/jit/passes/dead_code_elimination.h>

#include <algorithm>
#include <iterator>

namespace spindle {
namespace {

using torch::jit::Graph;
using torch::jit::Node;

/// A copy of the graph, and its node at the place of the given one.
std::pair<std::shared_ptr<Graph>, Node*> copyWith(Graph& graph, const Node& node) {
  const auto nodes = graph.nodes();
  const auto place = std::find(nodes.begin(), nodes.end(), &node);
  auto copy = graph.copy();
  return {copy, *std::next(copy->nodes().begin(), std::distance(nodes.begin(), place))};
}

}  // namespace

std::optional<GraphCut> cutBehind(const Runnable& network, const Node& node) {
  const auto graph = network.graph();
  auto [head, headNode] = copyWith(*graph, node);
  while (!head->outputs().empty()) head->eraseOutput(0);
  head->registerOutput(headNode->output());
  torch::jit::EliminateDeadCode(head);

  auto [tail, tailNode] = copyWith(*graph, node);
  auto* const joint = tail->addInput("joint");
  joint->setType(tailNode->output()->type());
  tailNode->output()->replaceAllUsesWith(joint);
  torch::jit::EliminateDeadCode(tail);
  const auto& uses = tail->inputs()[0]->uses();
  if (!std::all_of(uses.begin(), uses.end(), [](const auto& use) { return asksShapeOnly(*use.user); })) return {};
  const bool needsShape = !uses.empty();
  if (!needsShape) tail->eraseInput(0);
  return GraphCut{Runnable(head, std::nullopt, network.owners(), network.device()),
                  Runnable(tail, std::nullopt, network.owners(), network.device()), needsShape};
}

}  // namespace spindle
