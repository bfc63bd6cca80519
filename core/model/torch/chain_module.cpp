#include "core/model/torch/chain_module.h"

#include "core/base/user_error.h"
#include "core/model/layer_chain.h"
#include "core/model/torch/error_text.h"
#include "core/model/torch/load_module.h"
#include "core/weights/weights_file.h"

#include <ATen/ops/from_blob.h>
#include <torch/csrc/jit/api/module.h>

#include <algorithm>

namespace spindle {

Runnable loadChain(const std::vector<std::string>& layers, const std::filesystem::path& weights,
                   const std::vector<std::int64_t>& inputShape) {
  const Weights read = readWeights(weights);
  const LayerChain chain = layerChain(layers, read.summary.tensors, inputShape, weights.string());
  torch::jit::Module module("chain");
  for (const auto& [attribute, name] : chain.parameters) {
    const auto found = std::find_if(read.tensors.begin(), read.tensors.end(),
                                    [&wanted = name](const NamedTensor& tensor) { return tensor.name == wanted; });
    std::vector<float> values = found->tensor.toFloats();
    module.register_parameter(attribute, at::from_blob(values.data(), found->tensor.shape, at::kFloat).clone(), false);
  }
  try {
    module.define(chain.source);
  } catch (const std::exception& error) {
    throw UserError("The network of " + weights.string() + " cannot be built from \"architecture\" (" +
                    errorText(error) + "); write it as model.pt instead.");
  }
  return frozen(module, weights);
}

}  // namespace spindle
