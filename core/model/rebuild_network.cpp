// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/rebuild_network.h"

#include "core/model/bert_network.h"
#include "core/model/layer_chain.h"
#include "core/model/residual_network.h"

namespace spindle {

RebuiltNetwork rebuiltNetwork(const std::vector<std::string>& words, const std::vector<TensorHeader>& tensors,
                              const std::vector<std::int64_t>& inputShape, const std::string& config,
                              const std::string& file) {
  const std::string first = words.empty() ? std::string() : words.front();
  if (first.starts_with("resnet")) return residualNetwork(words, tensors, inputShape, file);
  if (first == "bert") return bertNetwork(words, tensors, inputShape, config, file);
  return layerChain(words, tensors, inputShape, file);
}

}  // namespace spindle
