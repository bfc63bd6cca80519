// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/layer_cut.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/torch/error_text.h"
#include "core/model/torch/input_chain.h"

#include <ATen/ops/zeros.h>

#include <algorithm>
#include <c10/core/InferenceMode.h>

namespace spindle {
namespace {

bool isRelu(const Step& step) {
  const std::string kind = step.node->kind().toUnqualString();
  return kind == "relu" || kind == "relu_";
}

/// A name for each step; empty where it has none.
std::vector<std::string> namesOf(const std::vector<Step>& chain) {
  std::vector<std::string> names;
  int relus = 0;
  for (const Step& step : chain) names.push_back(isRelu(step) ? "relu" + std::to_string(++relus) : step.layer);
  return names;
}

/// The papers mask behind the second ReLU of VGG and behind the first of AlexNet.
std::string publishedChoice(const std::vector<Step>& chain) {
  std::vector<Window> windows;
  int relus = 0;
  for (const Step& step : chain) {
    if (step.kind == StepKind::convolution) windows.push_back(step.window);
    relus += isRelu(step) ? 1 : 0;
  }
  const auto small = [](const Window& window) { return window.size == std::array<std::int64_t, 2>{3, 3}; };
  const bool vgg = windows.size() >= 2 && relus >= 2 && small(windows[0]) && small(windows[1]);
  return vgg ? "relu2" : "relu1";
}

}  // namespace

LayerCut cutAtLayer(const Runnable& network, const std::string& name, const std::vector<std::int64_t>& inputShape,
                    bool tokens, const std::filesystem::path& file) {
  const auto graph = network.graph();
  if (!graph) {
    throw UserError("The network in " + file.string() +
                    " changes its own attributes and cannot be cut at a layer; mask at the input (\"mask_at\": "
                    "\"input\").");
  }
  const std::vector<Step> chain = inputChain(*graph);
  const std::vector<std::string> names = namesOf(chain);
  const std::string wanted = name == "two-phase" ? publishedChoice(chain) : name;
  const auto found = std::find(names.begin(), names.end(), wanted);
  if (found == names.end()) {
    std::vector<std::string> known;
    std::copy_if(names.begin(), names.end(), std::back_inserter(known), [&known](const std::string& one) {
      return !one.empty() && std::find(known.begin(), known.end(), one) == known.end();
    });
    throw UserError(
        "\"mask_at\" is \"" + wanted + "\", but the network in " + file.string() +
        (known.empty() ? " can be cut nowhere; mask at the input." : " can be cut at " + listed(known, 12) + " only."));
  }
  const Step& step = chain[static_cast<std::size_t>(found - names.begin())];
  auto cut = cutBehind(network, *step.node);
  if (!cut || cut->tailNeedsInputShape) {
    throw UserError("The network in " + file.string() + " cannot be cut at \"" + wanted +
                    "\", because what follows needs the input too; choose another layer for \"mask_at\".");
  }
  std::vector<std::int64_t> shape{1};
  shape.insert(shape.end(), inputShape.begin(), inputShape.end());
  const c10::InferenceMode inference;
  at::Tensor output;
  try {
    output = cut->head.run({at::zeros(shape, tokens ? at::kLong : at::kFloat)});
  } catch (const std::exception& error) {
    throw UserError("The network in " + file.string() + " cannot be cut at \"" + wanted + "\" (" + errorText(error) +
                    "); mask at the input (\"mask_at\": \"input\").");
  }
  if (output.dim() < 2 || output.size(0) != 1 || output.scalar_type() != at::kFloat) {
    throw UserError("The layer \"" + wanted + "\" of the network in " + file.string() +
                    " does not return one row of numbers per input; choose another layer for \"mask_at\".");
  }
  return {std::move(cut->head), std::move(cut->tail), {output.sizes().begin() + 1, output.sizes().end()}, wanted};
}

}  // namespace spindle
