// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/torch/runnable.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// A graph with gates: after its own input it takes a tensor a layer, which the layer's values are multiplied by, and
/// behind its own output it returns the products.
struct GatedGraph {
  std::shared_ptr<torch::jit::Graph> graph;
  std::vector<std::string> names;                 ///< of the layers, in the order of the forward pass
  std::vector<std::optional<bool>> unitsFirst{};  ///< where the layer's units stand in a row; none: not known
  std::vector<std::string> leftOut{};             ///< layers inside loops and branches
};

/// Gates at the layers `wanted` (see chosenLayers). Everything that follows such a layer reads the product; what works
/// in place is first written so that it does not. Throws UserError that names each layer that cannot have gates.
GatedGraph gatedGraph(const Runnable& network, const std::vector<std::string>& wanted,
                      const std::vector<std::pair<std::string, std::string>>& parameters,
                      const std::filesystem::path& file);

}  // namespace spindle
