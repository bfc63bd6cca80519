// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spindle {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// A layer by name, and the operation that returns its values.
struct NamedLayer {
  std::string name;
  torch::jit::Node* node = nullptr;  ///< null inside a loop or branch
  bool activation = false;
};

/// Of "relu", "gelu", ...
bool isActivationKind(std::string_view kind);

struct ChosenLayers {
  std::vector<NamedLayer> layers;    ///< in the order of the forward pass
  std::vector<std::string> leftOut;  ///< of "all" and "activations": layers inside loops and branches
};

/// The layers `wanted` of a graph: those with weights by the name of these ("conv1", "layer1.0.bn2"; where the network
/// has lost it "conv1", "linear2" by number), the K-th ReLU as "reluK", and so other activations ("tanh1", "gelu2"); a
/// layer that is used again is "fc1#2". "all" alone is all of them but the last, where that is the network's output;
/// "activations" those of them that are one. parameters: attribute and tensor of a rebuilt network (see
/// RebuiltNetwork), else empty. Throws UserError that names each layer that cannot be reached, and lists those that
/// can.
ChosenLayers chosenLayers(torch::jit::Graph& graph, const std::vector<std::string>& wanted,
                          const Parameters& parameters, const std::filesystem::path& file);

}  // namespace spindle
