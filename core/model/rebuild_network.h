// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/rebuilt_network.h"
#include "core/weights/weights.h"

#include <cstdint>
#include <string>
#include <vector>

namespace spindle {

/// Rebuilds by the words of "architecture": layers one after another (layer_chain.h), a residual network
/// (residual_network.h) or a transformer (bert_network.h). inputShape: of one row. config: text of the config.json that
/// lies beside the weights, empty where there is none. Throws UserError.
RebuiltNetwork rebuiltNetwork(const std::vector<std::string>& words, const std::vector<TensorHeader>& tensors,
                              const std::vector<std::int64_t>& inputShape, const std::string& config,
                              const std::string& file);

}  // namespace spindle
