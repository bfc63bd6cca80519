// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/torch/graph_cut.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// A network cut behind a layer that is masked instead of the input.
struct LayerCut {
  Runnable head, tail;
  std::vector<std::int64_t> shape;  ///< of the layer's output for one row
  std::string name;                 ///< "relu2", "conv1", ...
};

/// Cuts behind the layer `name` of the operations that all data flow through (see inputChain): a layer by the name of
/// its weights ("conv1", "features.0"), or "reluK", the K-th ReLU counted from 1. "two-phase" is the choice of the
/// papers: the second ReLU where two 3x3 convolutions come first (VGG), else the first. Throws UserError that lists
/// what there is.
LayerCut cutAtLayer(const Runnable& network, const std::string& name, const std::vector<std::int64_t>& inputShape,
                    bool tokens, const std::filesystem::path& file);

}  // namespace spindle
