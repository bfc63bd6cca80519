// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/rebuilt_network.h"
#include "core/weights/weights.h"

#include <cstdint>
#include <string>
#include <vector>

namespace spindle {

/// A network of layers one after another, as torch.nn.Sequential writes it.
/// words: "flatten", "linear", "conv [stride N] [padding N]", "batchnorm", "layernorm", "maxpool N [stride N]",
/// "avgpool N [stride N]", "globalavgpool", "adaptiveavgpool N", "relu", "gelu", "silu", "tanh", "sigmoid", "elu",
/// "leaky_relu", "softmax", "log_softmax", "dropout"; or one name of a family: "mlp", "lenet", "vgg11". Layers with
/// weights take those of the file in its order; all must be used, and none be missing. A padding that is not given is
/// the one of 0 or half the window with which the first linear layer fits. inputShape: of one row. Throws UserError.
RebuiltNetwork layerChain(const std::vector<std::string>& words, const std::vector<TensorHeader>& tensors,
                          const std::vector<std::int64_t>& inputShape, const std::string& file);

/// The words that fit a file of weights where its names and shapes are those of a plain chain: ReLU between layers, 2x2
/// pooling behind convolutions. Empty where they are not. A suggestion, nothing more.
std::vector<std::string> suggestedLayers(const std::vector<TensorHeader>& tensors);

}  // namespace spindle
