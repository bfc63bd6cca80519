// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/gradient_network.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/game/score_slope.h"
#include "core/model/torch/blas_turn.h"
#include "core/model/torch/error_text.h"
#include "core/model/torch/one_thread.h"
#include "core/model/torch/rebuilt_module.h"
#include "core/model/torch_entry.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/tensor.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cmath>
#include <fnmatch.h>
#include <limits>
#include <stdexcept>

namespace spindle {
namespace {

NetworkOptions plain(NetworkOptions options) {
  options.shareFirstLayer = false;
  options.maskAt.clear();
  options.valuesOf.clear();
  return options;
}

bool finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

}  // namespace

GradientNetwork::GradientNetwork(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                                 const NetworkOptions& options, const std::string& pattern)
    : GradientNetwork(options.layers.empty() ? loadFrozen(architecture, weights, plain(options), Parameters::kept)
                                             : loadRebuilt(plain(options), architecture, Parameters::kept),
                      architecture, plain(options), pattern) {}

GradientNetwork::GradientNetwork(LoadedNetwork loaded, const std::filesystem::path& file, const NetworkOptions& options,
                                 const std::string& pattern)
    : file_(file), network_([&] {
        std::vector<std::string> names;
        for (auto& [name, tensor] : loaded.trainable) {
          names.push_back(name);
          const bool wanted = ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
          tensor.set_requires_grad(false);
          if (!wanted) continue;
          parameters_.push_back({name, static_cast<std::size_t>(tensor.numel())});
          tensors_.push_back(tensor);
          elements_ += parameters_.back().elements;
        }
        if (names.empty())
          throw UserError("The network in " + file.string() +
                          " has no parameters to differentiate by (its weights are constants, because it was frozen or "
                          "quantized when it was exported); export it with torch.jit.script or torch.jit.trace alone.");
        if (tensors_.empty())
          throw UserError("No parameter of " + file.string() + " fits \"" + printable(pattern) + "\"; there are " +
                          listed(names, 8) + ".");
        return ScriptNetwork(std::move(loaded), file, options);
      }()) {
  reached_.assign(tensors_.size(), false);
  for (at::Tensor& tensor : tensors_) tensor.set_requires_grad(true);
}

std::vector<at::Tensor> GradientNetwork::backward(const at::Tensor& output, const std::vector<double>& slope) const {
  try {
    const BlasTurn turn;
    return torch::autograd::grad({output}, tensors_, {at::tensor(slope, output.options().requires_grad(false))},
                                 c10::nullopt, false, true);
  } catch (const std::exception& error) {
    throw UserError("The gradient of the network in " + file_.string() + " cannot be had (" + errorText(error) + ").");
  }
}

double GradientNetwork::gradient(std::span<const float> input, OutputKind output, Score score, std::size_t target,
                                 std::span<float> gradient) {
  if (gradient.size() != elements_) throw std::invalid_argument("ScoreGradients::gradient: a span of another size");
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  useOneThread();
  const at::AutoGradMode recorded(true);
  const at::Tensor outputs = network_.trackedOutputs(input);
  const std::span<const float> row(outputs.data_ptr<float>(), static_cast<std::size_t>(outputs.numel()));
  const double value = scoreOf(row, output, score, target);
  if (!std::isfinite(value)) return unknown;
  const std::vector<double> slope = scoreSlope(row, output, score, target);
  if (!finite(slope)) return unknown;
  const std::vector<at::Tensor> found =
      outputs.requires_grad() ? backward(outputs, slope) : std::vector<at::Tensor>(tensors_.size());
  asked_ = true;
  std::vector<float> all;
  all.reserve(elements_);
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    if (!found[i].defined()) {
      all.insert(all.end(), parameters_[i].elements, 0.0F);
      continue;
    }
    reached_[i] = true;
    const at::Tensor dense = (found[i].is_sparse() ? found[i].to_dense() : found[i]).cpu().to(at::kFloat).contiguous();
    all.insert(all.end(), dense.data_ptr<float>(), dense.data_ptr<float>() + dense.numel());
  }
  if (std::none_of(reached_.begin(), reached_.end(), [](bool reached) { return reached; }))
    throw UserError("No gradient of the score reaches " + listed(unreached(), 4) + " in the network in " +
                    file_.string() +
                    ": the score does not depend on them, or only through a step without a derivative (detach, "
                    "no_grad, argmax).");
  if (!std::all_of(all.begin(), all.end(), [](float one) { return std::isfinite(one); })) return unknown;
  std::copy(all.begin(), all.end(), gradient.begin());
  return value;
}

std::vector<std::string> GradientNetwork::unreached() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < reached_.size() && asked_; ++i) {
    if (!reached_[i]) names.push_back(parameters_[i].name);
  }
  return names;
}

}  // namespace spindle

extern "C" spindle::ScoreGradients* spindleLoadScoreGradients(const std::filesystem::path& architecture,
                                                              const std::filesystem::path& weights,
                                                              const spindle::NetworkOptions& options,
                                                              const std::string& pattern) {
  spindle::useOneThread();
  try {
    return new spindle::GradientNetwork(architecture, weights, options, pattern);
  } catch (const c10::Error& error) {
    throw spindle::UserError("The network in " + architecture.string() + " cannot be used (" +
                             spindle::errorText(error) + ").");
  }
}
