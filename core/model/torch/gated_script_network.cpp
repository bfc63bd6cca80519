// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/gated_script_network.h"

#include "core/base/run_control.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/coalition_rows.h"
#include "core/model/row_check.h"
#include "core/model/torch/blas_turn.h"
#include "core/model/torch/error_text.h"
#include "core/model/torch/one_thread.h"
#include "core/model/torch/program_check.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros_like.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <string_view>

namespace spindle {
namespace {

NetworkOptions plainly(NetworkOptions options) {
  options.shareFirstLayer = false;
  options.maskAt.clear();
  return options;
}

std::size_t elementsOf(const std::vector<std::int64_t>& shape) {
  std::size_t all = 1;
  for (const auto side : shape) all *= static_cast<std::size_t>(side);
  return all;
}

void append(std::vector<float>& list, const at::Tensor& tensor, std::size_t rows) {
  const auto values = tensor.detach().cpu().narrow(0, 0, static_cast<std::int64_t>(rows)).to(at::kFloat).contiguous();
  list.insert(list.end(), values.data_ptr<float>(), values.data_ptr<float>() + values.numel());
}

}  // namespace

GatedScriptNetwork::GatedScriptNetwork(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                                       const NetworkOptions& options)
    : options_(options),
      file_(architecture),
      whole_(architecture, weights, plainly(options)),
      gated_(gatedGraph(whole_.graph(), options.valuesOf, whole_.parameters(), architecture)),
      code_(withCountedLoops(*gated_.graph), "forward"),
      elements_(elementsOf(options.inputShape)) {
  measureLayers();
  requireSameOutputs();
}

/// Shapes of the layers, by one pass with a single gate for each.
void GatedScriptNetwork::measureLayers() {
  const std::size_t rows = whole_.fixedRows() != 0 ? whole_.fixedRows() : 2;
  const auto device = whole_.graph().device();
  const at::NoGradGuard noGradient;
  const std::vector<float> inputs(rows * elements_, options_.tokens && !options_.layers.empty() ? 1.0F : 0.0F);
  const std::vector<at::Tensor> single(gated_.names.size(), at::ones({1}).to(device));
  const auto tensors = run(inputs, rows, single);
  std::vector<std::string> unusable, unknown;
  for (std::size_t l = 0; l < gated_.names.size(); ++l) {
    const at::Tensor& values = tensors[l + 1];
    const bool rowsOfNumbers =
        values.dim() >= 2 && values.size(0) == static_cast<std::int64_t>(rows) && values.is_floating_point();
    if (!rowsOfNumbers) {
      unusable.push_back(gated_.names[l]);
    } else if (values.dim() > 2 && !gated_.unitsFirst[l]) {
      unknown.push_back(gated_.names[l]);
    } else {
      const bool first = values.dim() == 2 || *gated_.unitsFirst[l];
      std::vector<std::int64_t> shape(static_cast<std::size_t>(values.dim()), 1);
      const std::int64_t place = first ? 1 : values.dim() - 1;
      shape[static_cast<std::size_t>(place)] = values.size(place);
      layers_.push_back({gated_.names[l],
                         static_cast<std::size_t>(values.size(place)),
                         first,
                         {values.sizes().begin() + 1, values.sizes().end()}});
      gateShapes_.push_back(std::move(shape));
    }
  }
  if (!unusable.empty())
    throw UserError("The layers " + listed(unusable, 12) + " of the network in " + file_.string() +
                    " do not return one row of numbers for each input, so they cannot have gates; leave them out.");
  if (!unknown.empty())
    throw UserError("The layers " + listed(unknown, 12) + " of the network in " + file_.string() +
                    " are not seen to follow a layer with weights, so which of their numbers are one unit is unknown; "
                    "leave them out.");
}

/// With all gates 1 it is the network: guards against operations that are not what they seem.
void GatedScriptNetwork::requireSameOutputs() {
  const auto probes = probeRows(elements_, options_.tokens);
  constexpr std::size_t rows = 3;
  std::vector<float> own(rows * outputs());
  whole_.evaluate(std::span(probes).first(rows * elements_), rows, own);
  Gates open;
  for (const GatedLayer& layer : layers_) open.emplace_back(layer.units, 1.0F);
  const GatedValues gated = evaluate(std::span(probes).first(rows * elements_), rows, open);
  for (std::size_t k = 0; k < own.size(); ++k) {
    if (std::abs(own[k] - gated.results[k]) > 1e-4F * std::max(1.0F, std::abs(own[k])))
      throw UserError("The network in " + file_.string() +
                      " returns something else with open gates than without; its layers cannot have gates.");
  }
}

std::vector<std::string> GatedScriptNetwork::notes() const {
  std::vector<std::string> notes = whole_.notes();
  if (!gated_.leftOut.empty())
    notes.push_back("The layers " + listed(gated_.leftOut, 12) + " of " + file_.string() +
                    " are inside a loop or branch, where they cannot have gates; they are left out.");
  return notes;
}

std::vector<at::Tensor> GatedScriptNetwork::run(std::span<const float> inputs, std::size_t rows,
                                                const std::vector<at::Tensor>& gates) const {
  std::vector<std::int64_t> shape{static_cast<std::int64_t>(rows)};
  shape.insert(shape.end(), options_.inputShape.begin(), options_.inputShape.end());
  const auto batch = at::from_blob(const_cast<float*>(inputs.data()), shape, at::kFloat);
  torch::jit::Stack stack{(options_.tokens ? batch.to(at::kLong) : batch.clone()).to(whole_.graph().device())};
  for (const at::Tensor& gate : gates) stack.emplace_back(gate);
  requireRoomForBlas();
  const BlasTurn turn;
  beginRun();
  try {
    torch::jit::InterpreterState(code_).run(stack);
    std::vector<at::Tensor> tensors;
    for (const c10::IValue& value : stack) tensors.push_back(value.toTensor());
    return tensors;
  } catch (const std::exception& error) {
    if (std::string_view(error.what()).find(stoppedLoops) != std::string_view::npos) throw Stopped{};
    throw UserError("The layers of the network in " + file_.string() + " cannot be evaluated with gates (" +
                    errorText(error) + ").");
  }
}

std::vector<GatedScriptNetwork::Chunk> GatedScriptNetwork::runAll(std::span<const float> inputs, std::size_t rows,
                                                                  const std::vector<at::Tensor>& gates) const {
  const std::size_t most = whole_.fixedRows() != 0 ? whole_.fixedRows() : rows;
  std::vector<Chunk> chunks;
  std::vector<float> filled;
  for (std::size_t first = 0; first < rows; first += most) {
    const std::size_t count = std::min(most, rows - first);
    std::span<const float> batch = inputs.subspan(first * elements_, count * elements_);
    if (count < most) {  // filled up with copies of the last row
      filled.assign(batch.begin(), batch.end());
      for (std::size_t row = count; row < most; ++row)
        filled.insert(filled.end(), batch.end() - static_cast<std::ptrdiff_t>(elements_), batch.end());
      batch = filled;
    }
    chunks.push_back({count, run(batch, most, gates)});
    // One row may come back as a number without a shape.
    at::Tensor& output = chunks.back().tensors.front();
    if (static_cast<std::size_t>(output.numel()) != most * outputs())
      throw UserError("The network in " + file_.string() + " returns rows of changing length.");
    output = output.reshape({static_cast<std::int64_t>(most), -1});
  }
  return chunks;
}

std::vector<at::Tensor> GatedScriptNetwork::asTensors(const Gates& gates) const {
  std::vector<at::Tensor> tensors;
  for (std::size_t l = 0; l < gates.size(); ++l)
    tensors.push_back(at::from_blob(const_cast<float*>(gates[l].data()), gateShapes_[l], at::kFloat)
                          .to(whole_.graph().device())
                          .clone());
  return tensors;
}

void GatedScriptNetwork::requireFit(std::span<const float> inputs, std::size_t rows, const Gates& gates) const {
  bool fit = rows > 0 && inputs.size() == rows * elements_ && gates.size() == layers_.size();
  for (std::size_t l = 0; fit && l < gates.size(); ++l) fit = gates[l].size() == layers_[l].units;
  if (!fit) throw std::invalid_argument("GatedNetwork: the gates or inputs do not fit");
}

GatedValues GatedScriptNetwork::valuesOf(const std::vector<Chunk>& chunks, std::size_t rows) const {
  GatedValues values{std::vector<std::vector<float>>(layers_.size()), {}};
  std::size_t told = 0;
  for (const Chunk& chunk : chunks) {
    append(values.results, chunk.tensors.front(), chunk.rows);
    for (std::size_t l = 0; l < layers_.size(); ++l) append(values.layers[l], chunk.tensors[l + 1], chunk.rows);
    told += chunk.rows;
  }
  if (told != rows) throw std::logic_error("GatedNetwork: rows are missing");
  return values;
}

GatedValues GatedScriptNetwork::evaluate(std::span<const float> inputs, std::size_t rows, const Gates& gates) {
  requireFit(inputs, rows, gates);
  const StopScope stop(options_.stopRequested);
  useOneThread();
  const at::NoGradGuard noGradient;
  return valuesOf(runAll(inputs, rows, asTensors(gates)), rows);
}

Gates GatedScriptNetwork::gradient(std::span<const float> inputs, std::size_t rows, const Gates& gates,
                                   const ByValues& byValues) {
  requireFit(inputs, rows, gates);
  const StopScope stop(options_.stopRequested);
  useOneThread();
  const at::AutoGradMode withGradient(true);
  std::vector<at::Tensor> leaves = asTensors(gates);
  for (at::Tensor& leaf : leaves) leaf.requires_grad_(true);
  const std::vector<Chunk> chunks = runAll(inputs, rows, leaves);
  const GatedValues values = valuesOf(chunks, rows);
  GatedValues wanted;
  wanted.results.assign(values.results.size(), 0.0F);
  for (const auto& layer : values.layers) wanted.layers.emplace_back(layer.size(), 0.0F);
  byValues(values, wanted);
  torch::autograd::variable_list tensors, gradients;
  std::vector<std::size_t> taken(layers_.size() + 1, 0);
  for (const Chunk& chunk : chunks) {
    for (std::size_t k = 0; k < chunk.tensors.size(); ++k) {
      const at::Tensor& tensor = chunk.tensors[k];
      const std::vector<float>& list = k == 0 ? wanted.results : wanted.layers[k - 1];
      auto shape = tensor.sizes().vec();
      shape[0] = static_cast<std::int64_t>(chunk.rows);
      at::Tensor full = at::zeros_like(tensor.detach(), at::TensorOptions().device(at::kCPU));
      const auto part = full.narrow(0, 0, shape[0]);
      part.copy_(at::from_blob(const_cast<float*>(list.data() + taken[k]), shape, at::kFloat));
      taken[k] += static_cast<std::size_t>(part.numel());
      if (!tensor.requires_grad()) continue;
      tensors.push_back(tensor);
      gradients.push_back(full.to(tensor.device()));
    }
  }
  const BlasTurn turn;
  torch::autograd::variable_list found;
  try {
    found = torch::autograd::grad(tensors, leaves, gradients, c10::nullopt, false, true);
  } catch (const std::exception& error) {
    throw UserError("The network in " + file_.string() + " has no gradient by its gates (" + errorText(error) + ").");
  }
  Gates result;
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    result.emplace_back(layers_[l].units, 0.0F);
    if (!found[l].defined()) continue;
    const auto flat = found[l].detach().cpu().contiguous();
    std::copy_n(flat.data_ptr<float>(), layers_[l].units, result.back().begin());
  }
  return result;
}

void GatedScriptNetwork::evaluateCoalitions(const AdditiveInput& input, std::size_t batch, const Gates& gates,
                                            std::span<float> results) {
  const auto coalitions = std::size_t{1} << input.parts.size();
  if (input.base.size() != elements_ || batch == 0 || results.size() != coalitions * outputs())
    throw std::invalid_argument("GatedNetwork::evaluateCoalitions: the sizes do not fit");
  requireFit(input.base, 1, gates);
  const StopScope stop(options_.stopRequested);
  useOneThread();
  const at::NoGradGuard noGradient;
  const std::vector<at::Tensor> tensors = asTensors(gates);
  const auto block = std::bit_floor(std::min(batch, coalitions));
  CoalitionRows rows(input, block);
  for (std::uint32_t k = 0; k < coalitions / block; ++k) {
    const auto first = grayCode(k) * static_cast<std::uint32_t>(block);
    for (std::uint32_t row = 0; row < block; ++row) rows.set(row, first + row);
    std::vector<float> found;
    for (const Chunk& chunk : runAll(rows.values(), block, tensors)) append(found, chunk.tensors.front(), chunk.rows);
    std::copy(found.begin(), found.end(), results.begin() + static_cast<std::ptrdiff_t>(first * outputs()));
  }
}

}  // namespace spindle
