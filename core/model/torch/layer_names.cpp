// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/layer_names.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <array>
#include <map>

namespace spindle {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

constexpr std::size_t mostListed = 40;

/// Where operations have their weights, and what a layer of weights without a name is called; null: it is none.
struct WeightPlace {
  std::string_view kind;
  std::size_t input;
  const char* plain = nullptr;
};
constexpr std::array<WeightPlace, 13> weightPlaces{{{"conv1d", 1, "conv"},
                                                    {"conv2d", 1, "conv"},
                                                    {"conv3d", 1, "conv"},
                                                    {"_convolution", 1, "conv"},
                                                    {"linear", 1, "linear"},
                                                    {"addmm", 2, "linear"},
                                                    {"matmul", 1},
                                                    {"mm", 1},
                                                    {"batch_norm", 1},
                                                    {"instance_norm", 1},
                                                    {"layer_norm", 2},
                                                    {"group_norm", 2},
                                                    {"embedding", 0}}};
constexpr std::array<std::string_view, 13> activations{"relu",     "relu6",     "leaky_relu", "prelu", "elu",
                                                       "gelu",     "silu",      "sigmoid",    "tanh",  "hardtanh",
                                                       "softplus", "hardswish", "mish"};

std::string kindOf(const Node& node) {
  std::string kind = node.kind().toUnqualString();
  if (!kind.empty() && kind.back() == '_') kind.pop_back();
  return kind;
}

bool isActivation(const Node& node) {
  return isActivationKind(kindOf(node));
}

/// "self.conv1.weight" is a weight of conv1; empty where the value is none.
std::string layerOfWeight(const Value* value, const Parameters& parameters) {
  while (value->node()->kind() != c10::prim::Constant && value->node()->inputs().size() == 1)
    value = value->node()->input(0);
  const auto constant = torch::jit::toIValue(value);
  if (!constant || !constant->isTensor()) return {};
  std::string name = value->debugName();
  if (name.starts_with("self.")) name = name.substr(5);
  const auto tensor =
      std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; });
  if (tensor != parameters.end()) name = tensor->second;
  const auto end = name.rfind(".weight");
  return end == std::string::npos ? std::string() : name.substr(0, end);
}

/// Names the layers of a graph in the order in which they run.
class LayerNames {
 public:
  explicit LayerNames(const Parameters& parameters) : parameters_(parameters) {}

  /// Empty where the operation is no layer.
  std::string nameOf(const Node& node) {
    if (node.kind().ns() != c10::namespaces::aten || node.outputs().size() != 1) return {};
    const std::string kind = kindOf(node);
    const auto place =
        std::find_if(weightPlaces.begin(), weightPlaces.end(), [&](const WeightPlace& p) { return p.kind == kind; });
    if (place != weightPlaces.end() && node.inputs().size() > place->input) {
      const Value* weight = node.input(place->input);
      if (std::string layer = layerOfWeight(weight, parameters_); !layer.empty()) return once(std::move(layer));
      // What was worked out before, such as a transposed matrix, has lost its name.
      return place->plain != nullptr && torch::jit::toIValue(weight) ? numbered(place->plain) : std::string();
    }
    return isActivation(node) ? numbered(kind) : std::string();
  }

 private:
  std::string numbered(const std::string& kind) { return once(kind + std::to_string(++ofKind_[kind])); }
  std::string once(std::string name) {
    const int times = ++used_[name];
    return times == 1 ? name : name + "#" + std::to_string(times);
  }

  const Parameters& parameters_;
  std::map<std::string, int> used_, ofKind_;
};

void collect(const Block& block, bool outside, LayerNames& names, std::vector<NamedLayer>& found) {
  for (Node* node : const_cast<Block&>(block).nodes()) {
    for (const Block* inner : node->blocks()) collect(*inner, false, names, found);
    if (auto name = names.nameOf(*node); !name.empty())
      found.push_back({std::move(name), outside ? node : nullptr, isActivation(*node)});
  }
}

bool isOutput(const Graph& graph, const Value* value) {
  return std::any_of(value->uses().begin(), value->uses().end(),
                     [&graph](const auto& use) { return use.user == graph.return_node(); });
}

[[noreturn]] void refuseNames(const std::vector<std::string>& unknown, const std::vector<std::string>& inside,
                              const std::vector<std::string>& reachable, const std::filesystem::path& file) {
  std::string text = "The network in " + file.string();
  if (!unknown.empty()) text += " has no layer " + listed(unknown, mostListed);
  if (!inside.empty())
    text += (unknown.empty() ? " has " : ", and ") + listed(inside, mostListed) +
            " only inside a loop or branch, where values cannot be read";
  throw UserError(text + "; " +
                  (reachable.empty() ? std::string("none of its layers can be read.")
                                     : "layers that can be read are " + listed(reachable, mostListed) + "."));
}

}  // namespace

bool isActivationKind(std::string_view kind) {
  return std::find(activations.begin(), activations.end(), kind) != activations.end();
}

ChosenLayers chosenLayers(torch::jit::Graph& graph, const std::vector<std::string>& wanted,
                          const Parameters& parameters, const std::filesystem::path& file) {
  LayerNames names(parameters);
  std::vector<NamedLayer> found;
  collect(*graph.block(), true, names, found);
  std::vector<std::string> reachable, inside, unknown, leftOut;
  for (const NamedLayer& layer : found) (layer.node != nullptr ? reachable : leftOut).push_back(layer.name);
  const bool all = wanted.size() == 1 && wanted.front() == "all";
  const bool active = wanted.size() == 1 && wanted.front() == "activations";
  for (const std::string& name : wanted) {
    if (all || active || std::find(reachable.begin(), reachable.end(), name) != reachable.end()) continue;
    (std::find(leftOut.begin(), leftOut.end(), name) != leftOut.end() ? inside : unknown).push_back(name);
  }
  if (!unknown.empty() || !inside.empty()) refuseNames(unknown, inside, reachable, file);
  ChosenLayers chosen;
  for (NamedLayer& layer : found) {
    const bool take = all || active
                          ? layer.node != nullptr && (all || layer.activation) && !isOutput(graph, layer.node->output())
                          : std::find(wanted.begin(), wanted.end(), layer.name) != wanted.end();
    if (take) chosen.layers.push_back(std::move(layer));
  }
  if (chosen.layers.empty() && active && !reachable.empty())
    throw UserError("The network in " + file.string() +
                    " has no activation that can be read; name layers instead: there are " +
                    listed(reachable, mostListed) + ".");
  if (chosen.layers.empty()) refuseNames({}, leftOut, {}, file);
  if (all || active) chosen.leftOut = std::move(leftOut);
  return chosen;
}

}  // namespace spindle
