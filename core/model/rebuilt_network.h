// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weights_file.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// A network rebuilt from the names and shapes of its weights: TorchScript source of forward(self, x), and which tensor
/// of the file each of its parameters is.
struct RebuiltNetwork {
  std::string source;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< attribute of the source, tensor of the file
};

/// Rebuilds by the words of "architecture": layers one after another (layer_chain.h), a residual network
/// (residual_network.h) or a transformer (bert_network.h). inputShape: of one row. config: text of the config.json that
/// lies beside the weights, empty where there is none. Throws UserError.
RebuiltNetwork rebuiltNetwork(const std::vector<std::string>& words, const std::vector<TensorHeader>& tensors,
                              const std::vector<std::int64_t>& inputShape, const std::string& config,
                              const std::string& file);

}  // namespace spindle
