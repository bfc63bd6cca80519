// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/rebuilt_module.h"

#include "core/base/user_error.h"
#include "core/model/rebuild_network.h"
#include "core/model/torch/adopted_tensor.h"
#include "core/model/torch/error_text.h"
#include "core/model/torch/load_module.h"
#include "core/weights/weights_file.h"

#include <torch/csrc/jit/api/module.h>

#include <fstream>
#include <iterator>
#include <map>

namespace spindle {
namespace {

std::string configBeside(const std::filesystem::path& weights) {
  std::error_code error;
  const auto folder = std::filesystem::is_directory(weights, error) ? weights : weights.parent_path();
  const auto file = folder / "config.json";
  constexpr std::uintmax_t most = 1 << 20;
  if (!std::filesystem::is_regular_file(file, error) || std::filesystem::file_size(file, error) > most) return {};
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

LoadedNetwork loadRebuilt(const NetworkOptions& options, const std::filesystem::path& weights, Parameters parameters) {
  Weights read = readWeights(weights, options.container);
  const RebuiltNetwork network =
      rebuiltNetwork(options.layers, read.summary.tensors, options.inputShape, configBeside(weights), weights.string());
  std::map<std::string, Tensor*> tensors;
  for (NamedTensor& tensor : read.tensors) tensors[tensor.name] = &tensor.tensor;
  torch::jit::Module module("rebuilt");
  for (const auto& [attribute, name] : network.parameters) {
    Tensor& tensor = *tensors.at(name);
    module.register_parameter(attribute, adoptedTensor(std::move(tensor)).to(at::kFloat), false);
  }
  try {
    module.define(network.source);
  } catch (const std::exception& error) {
    throw UserError("The network of " + weights.string() + " cannot be built from \"architecture\" (" +
                    errorText(error) + "); write it as model.pt instead.");
  }
  LoadedNetwork loaded = frozen(module, options, weights, parameters);
  loaded.parameters = network.parameters;
  // All tensors are parameters there, statistics too.
  const std::map<std::string, std::string> names(network.parameters.begin(), network.parameters.end());
  for (auto& one : loaded.trainable) one.first = names.at(one.first);
  std::erase_if(loaded.trainable, [](const auto& one) {
    return one.first.ends_with("running_mean") || one.first.ends_with("running_var");
  });
  return loaded;
}

}  // namespace spindle
