// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/random_operators.h"

#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>

namespace spindle {
namespace {

bool draws(const torch::jit::Node& node) {
  if (!node.isNondeterministic()) return false;
  const auto* schema = node.maybeSchema();
  if (schema == nullptr) return true;
  for (const char* name : {"train", "training"}) {
    const auto at = schema->argumentIndexWithName(name);
    if (!at) continue;
    const auto training = torch::jit::toIValue(node.input(static_cast<std::size_t>(*at)));
    if (training && training->isBool() && !training->toBool()) return false;
  }
  if (const auto at = schema->argumentIndexWithName("dropout_p")) {  // of attention
    const auto share = torch::jit::toIValue(node.input(static_cast<std::size_t>(*at)));
    if (share && share->isDouble() && share->toDouble() == 0.0) return false;
  }
  return true;
}

void collectRandom(const torch::jit::Block& block, bool always, RandomOperators& found) {
  for (const auto* node : block.nodes()) {
    for (const auto* inner : node->blocks()) collectRandom(*inner, false, found);
    if (!draws(*node)) continue;
    found.always = found.always || always;
    const std::string name = node->kind().toQualString();
    if (std::find(found.names.begin(), found.names.end(), name) == found.names.end()) found.names.push_back(name);
  }
}

}  // namespace

RandomOperators randomOperators(const torch::jit::Graph& graph) {
  RandomOperators found;
  collectRandom(*graph.block(), true, found);
  return found;
}

}  // namespace spindle
