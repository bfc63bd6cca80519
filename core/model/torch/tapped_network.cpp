// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/tapped_network.h"

#include "core/base/run_control.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/torch/error_text.h"
#include "core/model/torch/one_thread.h"
#include "core/model/torch/program_check.h"

#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <c10/core/InferenceMode.h>
#include <stdexcept>
#include <string_view>

namespace spindle {
namespace {

NetworkOptions plainly(NetworkOptions options) {
  options.shareFirstLayer = false;
  return options;
}

std::size_t elementsOf(const std::vector<std::int64_t>& shape) {
  std::size_t all = 1;
  for (const auto side : shape) all *= static_cast<std::size_t>(side);
  return all;
}

}  // namespace

TappedNetwork::TappedNetwork(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                             const NetworkOptions& options)
    : options_(options),
      file_(architecture),
      whole_(architecture, weights, plainly(options)),
      taps_(tappedLayers(whole_.graph(), options.valuesOf, whole_.parameters(), architecture)),
      trims_(options.tokens && !options.layers.empty()) {
  if (const auto unusable = measureLayers(); !unusable.empty()) leaveOut(unusable);
}

std::vector<std::string> TappedNetwork::measureLayers() {
  layers_.clear();
  const std::size_t rows = whole_.fixedRows() != 0 ? whole_.fixedRows() : 2;
  const std::vector<float> zeros(rows * elementsOf(options_.inputShape), trims_ ? 1.0F : 0.0F);
  const c10::InferenceMode inference;
  const std::vector<at::Tensor> outputs = run(zeros, rows);
  std::vector<std::string> unusable;
  for (std::size_t l = 0; l < taps_.names.size(); ++l) {
    const at::Tensor& output = outputs[l + 1];
    if (output.dim() < 2 || output.size(0) != static_cast<std::int64_t>(rows) || !output.is_floating_point()) {
      unusable.push_back(taps_.names[l]);
      continue;
    }
    std::vector<std::int64_t> shape(output.sizes().begin() + 1, output.sizes().end());
    if (trims_ && shape.size() > 1) shape[0] = options_.inputShape[0];
    layers_.push_back({taps_.names[l], std::move(shape)});
  }
  return unusable;
}

void TappedNetwork::leaveOut(const std::vector<std::string>& unusable) {
  const bool all = options_.valuesOf.size() == 1 && options_.valuesOf.front() == "all";
  if (!all || layers_.empty())
    throw UserError("The layers " + listed(unusable, 12) + " of the network in " + file_.string() +
                    " do not return one row of numbers for each input; leave them out.");
  std::vector<std::string> kept;
  for (const ValueLayer& layer : layers_) kept.push_back(layer.name);
  auto leftOut = std::move(taps_.leftOut);
  taps_ = tappedLayers(whole_.graph(), kept, whole_.parameters(), file_);
  taps_.leftOut = std::move(leftOut);
  withoutRows_ = unusable;
  (void)measureLayers();
}

std::vector<std::string> TappedNetwork::notes() const {
  std::vector<std::string> notes = whole_.notes();
  if (!taps_.leftOut.empty())
    notes.push_back("The layers " + listed(taps_.leftOut, 12) + " of " + file_.string() +
                    " are inside a loop or branch, where values cannot be read; they are left out.");
  if (!withoutRows_.empty())
    notes.push_back("The layers " + listed(withoutRows_, 12) + " of " + file_.string() +
                    " do not return one row of numbers for each input; they are left out.");
  return notes;
}

std::vector<at::Tensor> TappedNetwork::run(std::span<const float> inputs, std::size_t rows) const {
  std::vector<std::int64_t> shape{static_cast<std::int64_t>(rows)};
  shape.insert(shape.end(), options_.inputShape.begin(), options_.inputShape.end());
  const auto batch = at::from_blob(const_cast<float*>(inputs.data()), shape, at::kFloat);
  try {
    return taps_.network.runAll({options_.tokens ? batch.to(at::kLong) : batch.clone()});
  } catch (const UserError&) {
    throw;
  } catch (const std::exception& error) {
    if (std::string_view(error.what()).find(stoppedLoops) != std::string_view::npos) throw Stopped{};
    throw UserError("The layers of the network in " + file_.string() + " cannot be evaluated for inputs of shape " +
                    c10::str(at::IntArrayRef(options_.inputShape)) + " (" + errorText(error) + ").");
  }
}

void TappedNetwork::take(const at::Tensor& output, std::span<const float> inputs, std::size_t rows, std::size_t layer,
                         float* values) const {
  const ValueLayer& of = layers_[layer];
  const std::size_t width = of.elements();
  const auto flat = output.to(at::kFloat).contiguous();
  const float* const from = flat.data_ptr<float>();
  const std::size_t found = static_cast<std::size_t>(flat.numel()) / static_cast<std::size_t>(flat.size(0));
  if (!trims_ || of.shape.size() < 2) {
    if (found != width)
      throw UserError("The layer " + of.name + " of the network in " + file_.string() +
                      " returns rows of changing length; leave it out.");
    std::copy_n(from, rows * width, values);
    return;
  }
  const std::size_t tokens = elementsOf(options_.inputShape), each = width / tokens;
  std::fill_n(values, rows * width, 0.0F);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t token = 0; token < std::min(tokens, found / each); ++token) {
      if (inputs[row * tokens + token] == static_cast<float>(options_.paddingToken)) continue;
      std::copy_n(from + row * found + token * each, each, values + row * width + token * each);
    }
  }
}

void TappedNetwork::evaluateLayers(std::span<const float> inputs, std::size_t rows,
                                   std::vector<std::vector<float>>& values, std::span<float> results) {
  const std::size_t elements = elementsOf(options_.inputShape);
  if (inputs.size() != rows * elements || results.size() != rows * outputs())
    throw std::invalid_argument("Network::evaluateLayers: the spans do not fit the number of rows");
  values.resize(layers_.size());
  for (std::size_t l = 0; l < layers_.size(); ++l) values[l].resize(rows * layers_[l].elements());
  const StopScope stop(options_.stopRequested);
  useOneThread();
  const c10::InferenceMode inference;
  const std::size_t most = whole_.fixedRows() != 0 ? whole_.fixedRows() : std::max<std::size_t>(rows, 1);
  std::vector<float> filled;
  for (std::size_t first = 0; first < rows; first += most) {
    const std::size_t count = std::min(most, rows - first);
    std::span<const float> batch = inputs.subspan(first * elements, count * elements);
    if (count < most) {  // filled up with copies of the last row
      filled.assign(batch.begin(), batch.end());
      for (std::size_t row = count; row < most; ++row)
        filled.insert(filled.end(), batch.end() - static_cast<std::ptrdiff_t>(elements), batch.end());
      batch = filled;
    }
    const std::vector<at::Tensor> outputs = run(batch, most);
    const auto whole = outputs.front().reshape({outputs.front().size(0), -1}).to(at::kFloat).contiguous();
    if (static_cast<std::size_t>(whole.numel()) != most * this->outputs())
      throw UserError("The network in " + file_.string() + " returns rows of changing length.");
    std::copy_n(whole.data_ptr<float>(), count * this->outputs(), results.data() + first * this->outputs());
    for (std::size_t l = 0; l < layers_.size(); ++l)
      take(outputs[l + 1], batch, count, l, values[l].data() + first * layers_[l].elements());
  }
}

}  // namespace spindle
