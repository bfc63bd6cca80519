// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weights.h"

#include <array>
#include <string>
#include <vector>

namespace spindle {

/// Blocks of a residual network as torchvision and its copies name them: layer1.0.conv1, layer1.0.bn1, ...
struct ResidualLayout {
  std::vector<int> blocks;  ///< of each stage; empty where the names are others
  bool bottleneck = false;  ///< three convolutions a block

  /// "resnet18" ("resnet20-cifar" with three stages): the number of layers with weights on the longest way.
  [[nodiscard]] std::string family() const;
};

ResidualLayout residualLayout(const std::vector<TensorHeader>& tensors);

/// The family of networks that the names of the weights tell without doubt: "resnet18", "resnet20-cifar" and the like,
/// or "bert" (BertForSequenceClassification of Hugging Face). Empty for all others.
std::string recognizedFamily(const std::vector<TensorHeader>& tensors);

}  // namespace spindle
