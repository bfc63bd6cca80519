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

/// Taps the layers `wanted` of the network (see chosenLayers for names). Values are taken before anything is done to
/// them in place. Throws UserError that names each layer that cannot be reached, and lists those that can.
LayerTaps tappedLayers(const Runnable& network, const std::vector<std::string>& wanted,
                       const std::vector<std::pair<std::string, std::string>>& parameters,
                       const std::filesystem::path& file);

}  // namespace spindle
