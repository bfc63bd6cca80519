// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/rebuilt_network.h"
#include "core/weights/weights.h"

namespace spindle {

/// Residual networks as torchvision and its copies name their weights (conv1, bn1, layer1.0.conv1, ..., fc or linear):
/// words[0] is "resnet18", "resnet34", "resnet50", ... with four stages, or "resnet20-cifar", "resnet32-cifar", ...
/// with three. Widths, groups and depth come from the shapes; every stage after the first halves the map. A first
/// convolution of 7x7 has stride 2 and a pool behind it, a smaller one neither; words[1] "maxpool" or "no maxpool"
/// decides otherwise. A block that changes its width without weights on its shortcut pads the channels with zeros
/// (option A of He et al., "Deep Residual Learning for Image Recognition", 2015, section 4.2). Throws UserError.
RebuiltNetwork residualNetwork(const std::vector<std::string>& words, const std::vector<TensorHeader>& tensors,
                               const std::vector<std::int64_t>& inputShape, const std::string& file);

}  // namespace spindle
