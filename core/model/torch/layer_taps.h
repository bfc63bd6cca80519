// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/torch/runnable.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// A network that returns the values of some layers behind its output.
struct LayerTaps {
  Runnable network;
  std::vector<std::string> names;    ///< of the layers, in the order of the forward pass
  std::vector<std::string> leftOut;  ///< layers inside loops and branches, whose values nobody outside sees
};

/// Taps the layers `wanted` of the network: those with weights by the name of these ("conv1", "layer1.0.bn2"; where
/// the network has lost it "conv1", "linear2" by number), the K-th ReLU as "reluK", and so other activations ("tanh1",
/// "gelu2"); a layer that is used again is "fc1#2". "all" alone is all of them but the last, where that is the
/// network's output. parameters: attribute and tensor of a rebuilt network (see RebuiltNetwork), else empty. Values are
/// taken before anything is done to them in place. Throws UserError that names each layer that cannot be reached, and
/// lists those that can.
LayerTaps tappedLayers(const Runnable& network, const std::vector<std::string>& wanted,
                       const std::vector<std::pair<std::string, std::string>>& parameters,
                       const std::filesystem::path& file);

}  // namespace spindle
