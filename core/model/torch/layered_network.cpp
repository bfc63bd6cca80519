// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/layered_network.h"

#include "core/base/user_error.h"
#include "core/model/torch/error_text.h"

#include <ATen/ops/from_blob.h>

#include <c10/core/InferenceMode.h>

namespace spindle {
namespace {

/// An activation, whose values are the same however what stands before it is folded.
bool isActivationName(const std::string& layer) {
  return layer == "two-phase" || (layer.starts_with("relu") && layer.find_first_not_of("0123456789", 4) == layer.npos);
}

NetworkOptions whole(NetworkOptions options) {
  if (isActivationName(options.maskAt)) options.maskAt.clear();
  options.shareFirstLayer = false;
  return options;
}

NetworkOptions atLayer(NetworkOptions options, const LayerCut& cut) {
  options.maskAt.clear();
  options.layers.clear();
  options.inputShape = cut.shape;
  options.tokens = false;
  return options;
}

}  // namespace

LayeredNetwork::LayeredNetwork(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                               const NetworkOptions& options)
    : inputShape_(options.inputShape),
      tokens_(options.tokens),
      whole_(architecture, weights, whole(options)),
      cut_(cutAtLayer(whole_.graph(), options.maskAt, options.inputShape, options.tokens, architecture)),
      tail_(cut_.tail, architecture, atLayer(options, cut_)) {}

std::vector<float> LayeredNetwork::layerValues(std::span<const float> input) {
  const c10::InferenceMode inference;
  std::vector<std::int64_t> shape{1};
  shape.insert(shape.end(), inputShape_.begin(), inputShape_.end());
  const auto row = at::from_blob(const_cast<float*>(input.data()), shape, at::kFloat);
  try {
    const auto output = cut_.head.run({tokens_ ? row.to(at::kLong) : row.clone()}).contiguous();
    return {output.data_ptr<float>(), output.data_ptr<float>() + output.numel()};
  } catch (const UserError&) {
    throw;
  } catch (const std::exception& error) {
    throw UserError("The layers up to " + cut_.name + " cannot be evaluated for one of the inputs (" +
                    errorText(error) + ").");
  }
}

}  // namespace spindle
