// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/network_family.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace spindle {

std::string ResidualLayout::family() const {
  if (blocks.empty()) return {};
  const int layers = std::accumulate(blocks.begin(), blocks.end(), 0) * (bottleneck ? 3 : 2) + 2;
  return "resnet" + std::to_string(layers) + (blocks.size() == 3 ? "-cifar" : "");
}

ResidualLayout residualLayout(const std::vector<TensorHeader>& tensors) {
  std::set<std::string> names;
  for (const auto& tensor : tensors) names.insert(tensor.name);
  ResidualLayout layout;
  if (!names.contains("conv1.weight")) return layout;
  for (int stage = 1;; ++stage) {
    int block = 0;
    for (;; ++block) {
      const std::string stem = "layer" + std::to_string(stage) + "." + std::to_string(block);
      if (!names.contains(stem + ".conv1.weight") || !names.contains(stem + ".conv2.weight")) break;
      layout.bottleneck = layout.bottleneck || names.contains(stem + ".conv3.weight");
    }
    if (block == 0) return layout;
    layout.blocks.push_back(block);
  }
}

std::string recognizedFamily(const std::vector<TensorHeader>& tensors) {
  const auto has = [&tensors](const char* name) {
    return std::any_of(tensors.begin(), tensors.end(),
                       [name](const TensorHeader& tensor) { return tensor.name == name; });
  };
  if (has("bert.embeddings.word_embeddings.weight") && has("classifier.weight")) return "bert";
  return has("bn1.weight") ? residualLayout(tensors).family() : std::string();
}

}  // namespace spindle
