// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/script_network.h"

#include "core/base/run_control.h"
#include "core/base/user_error.h"
#include "core/model/coalition_rows.h"
#include "core/model/row_check.h"
#include "core/model/torch/endless_network.h"
#include "core/model/torch/error_text.h"
#include "core/model/torch/load_module.h"
#include "core/model/torch/one_thread.h"
#include "core/model/torch/program_check.h"
#include "core/model/torch/rebuilt_module.h"

#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <array>
#include <bit>
#include <c10/core/InferenceMode.h>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace spindle {
namespace {

std::size_t product(const std::vector<std::int64_t>& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1},
                         [](std::size_t a, std::int64_t b) { return a * static_cast<std::size_t>(b); });
}

/// LibTorch's words for memory that ran out are a page long.
bool wantsMemory(const std::string& text) {
  return text.find("out of memory") != std::string::npos || text.find("allocate memory") != std::string::npos ||
         text.find("bad_alloc") != std::string::npos;
}

}  // namespace

ScriptNetwork::ScriptNetwork(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                             const NetworkOptions& options)
    : ScriptNetwork(
          options.layers.empty() ? loadFrozen(architecture, weights, options) : loadRebuilt(options, architecture),
          architecture, options) {}

ScriptNetwork::ScriptNetwork(Runnable whole, const std::filesystem::path& file, NetworkOptions options)
    : ScriptNetwork(LoadedNetwork{std::move(whole), {}, {}, {}, {}}, file, std::move(options)) {}

ScriptNetwork::ScriptNetwork(LoadedNetwork loaded, const std::filesystem::path& file, NetworkOptions options)
    : options_(std::move(options)),
      file_(file),
      elements_(product(options_.inputShape)),
      whole_(std::move(loaded.network)),
      parameters_(std::move(loaded.parameters)),
      warning_(std::move(loaded.warning)),
      notes_(std::move(loaded.notes)),
      padding_(loaded.padding) {
  const c10::InferenceMode inference;
  const StopScope stop(options_.stopRequested);
  auto probes = probeRows(elements_, options_.tokens);
  takeOneOutput(probes);
  if (loaded.exportedRows == 0) {
    measureOutputs(probes);
  } else {
    measureOpenBatch(probes, loaded.exportedRows);
  }
  if (outputs_ == 0) throw UserError("The network in " + file_.string() + " returns an empty output.");
  if (batch_ == 1 && loaded.withMask) requireTokenMask(loaded, probes);
  requireIndependentRows(probes);
  if (!options_.shareFirstLayer || batch_ != 0) return;
  try {
    shared_.emplace(whole_, options_.inputShape, options_.tokens);
  } catch (const std::exception&) {
    shared_.reset();  // A graph that cannot be run in two parts still runs as a whole.
  }
}

at::Tensor ScriptNetwork::asInput(std::span<const float> inputs, std::size_t rows) const {
  std::vector<std::int64_t> shape{static_cast<std::int64_t>(rows)};
  shape.insert(shape.end(), options_.inputShape.begin(), options_.inputShape.end());
  auto input = at::from_blob(const_cast<float*>(inputs.data()), shape, at::kFloat);
  if (options_.tokens) return input.to(at::kLong);
  return whole_.changesInput() ? input.clone() : input;
}

at::Tensor ScriptNetwork::outputRows(const at::Tensor& input, std::size_t rows) const {
  try {
    return asRows(whole_.run({input}), rows);
  } catch (const UserError&) {
    throw;
  } catch (const std::exception& error) {
    if (std::string_view(error.what()).find(stoppedLoops) != std::string_view::npos) throw Stopped{};
    if (std::string_view(error.what()).find(endlessLoops) != std::string_view::npos)
      throw EndlessNetwork("The network in " + file_.string() + " cannot be used: " + std::string(endlessLoops) +
                           "; export one whose loops go over the parts of its input only.");
    if (wantsMemory(error.what()))
      throw UserError("The network in " + file_.string() + " needs more memory than there is for " +
                      std::to_string(rows) + " inputs at once; use a smaller batch.");
    throw UserError("The network in " + file_.string() + " refuses inputs of shape " +
                    c10::str(at::IntArrayRef(options_.inputShape)) + " (" + errorText(error) +
                    "); check the shape under \"input\" in run.json.");
  }
}

at::Tensor ScriptNetwork::asRows(const at::Tensor& returned, std::size_t rows) const {
  // x.squeeze() also takes away the one row.
  const bool squeezed = rows == 1 && (returned.dim() == 1 ? returned.size(0) > 1 : returned.dim() == 0 && scalars_);
  const auto output = squeezed ? returned.reshape({1, -1}) : returned;
  if (output.dim() == 0 || output.size(0) != static_cast<std::int64_t>(rows)) {
    throw UserError("The network in " + file_.string() + " returns shape " + c10::str(output.sizes()) + " for " +
                    std::to_string(rows) + " inputs of shape " + c10::str(at::IntArrayRef(options_.inputShape)) +
                    "; it must return one row for each input.");
  }
  if (outputs_ != 0 && output.numel() != static_cast<std::int64_t>(rows * outputs_)) {
    throw UserError("The network in " + file_.string() + " returns rows of changing length.");
  }
  return output.reshape({output.size(0), -1}).to(at::kFloat).contiguous();
}

void ScriptNetwork::evaluate(std::span<const float> inputs, std::size_t rows, std::span<float> results) {
  if (inputs.size() != rows * elements_ || results.size() != rows * outputs_) {
    throw std::invalid_argument("Network::evaluate: the spans do not fit the number of rows");
  }
  if (rows == 0) return;
  const StopScope stop(options_.stopRequested);
  useOneThread();
  const c10::InferenceMode inference;
  if (batch_ == 0) {
    const auto output = outputRows(asInput(inputs, rows), rows);
    std::copy_n(output.data_ptr<float>(), results.size(), results.data());
    return;
  }
  // As many rows as the graph takes, the last filled up with copies of the last row.
  std::vector<float> filled(batch_ * elements_);
  for (std::size_t first = 0; first < rows; first += batch_) {
    const auto count = std::min(batch_, rows - first);
    for (std::size_t row = 0; row < batch_; ++row)
      std::copy_n(inputs.data() + (first + std::min(row, count - 1)) * elements_, elements_,
                  filled.data() + row * elements_);
    const auto output = outputRows(asInput(filled, batch_), batch_);
    std::copy_n(output.data_ptr<float>(), count * outputs_, results.data() + first * outputs_);
  }
}

at::Tensor ScriptNetwork::trackedOutputs(std::span<const float> input) const {
  if (input.size() != elements_) throw std::invalid_argument("ScriptNetwork::trackedOutputs: not one row");
  const StopScope stop(options_.stopRequested);
  const std::size_t rows = std::max<std::size_t>(batch_, 1);
  std::vector<float> filled;
  for (std::size_t row = 0; row < rows; ++row) filled.insert(filled.end(), input.begin(), input.end());
  return outputRows(asInput(filled, rows).clone(), rows)[0];
}

void ScriptNetwork::evaluateCoalitions(const AdditiveInput& input, std::size_t batch, std::span<float> results) {
  const auto coalitions = std::size_t{1} << input.parts.size();
  if (input.base.size() != elements_ || batch == 0 || results.size() != coalitions * outputs_) {
    throw std::invalid_argument("Network::evaluateCoalitions: the sizes do not fit");
  }
  const auto block = std::bit_floor(std::min(batch, coalitions));
  const StopScope stop(options_.stopRequested);
  useOneThread();
  const c10::InferenceMode inference;
  if (!shared_ || !evaluateShared(input, block, results)) evaluatePlain(input, block, results);
}

void ScriptNetwork::evaluatePlain(const AdditiveInput& input, std::size_t block, std::span<float> results) {
  CoalitionRows rows(input, block);
  const auto blocks = (std::size_t{1} << input.parts.size()) / block;
  for (std::uint32_t k = 0; k < blocks; ++k) {
    const auto first = grayCode(k) * static_cast<std::uint32_t>(block);
    for (std::uint32_t row = 0; row < block; ++row) rows.set(row, first + row);
    evaluate(rows.values(), block, results.subspan(first * outputs_, block * outputs_));
  }
}

bool ScriptNetwork::evaluateShared(const AdditiveInput& input, std::size_t block, std::span<float> results) {
  if (!shared_->usable(input)) return false;
  try {
    shared_->run(input, block, [&](const at::Tensor& output, std::uint32_t first, std::size_t rows) {
      const auto values = asRows(output, rows);
      std::copy_n(values.data_ptr<float>(), rows * outputs_, results.data() + first * outputs_);
    });
  } catch (const std::exception&) {
    // A graph that cannot be run in two parts still runs as a whole.
    shared_.reset();
    return false;
  }
  if (!sharedChecked_ && !agreesWithPlain(input, results)) shared_.reset();
  sharedChecked_ = true;
  return shared_.has_value();
}

/// Four coalitions, by both ways: guards against graphs whose operations are not what they seem.
bool ScriptNetwork::agreesWithPlain(const AdditiveInput& input, std::span<const float> results) {
  const auto full = static_cast<std::uint32_t>((std::size_t{1} << input.parts.size()) - 1);
  const std::array coalitions{0U, full, full & 0x55555555U, full & 0x0f0f0f0eU};
  CoalitionRows rows(input, coalitions.size());
  for (std::size_t row = 0; row < coalitions.size(); ++row) rows.set(row, coalitions[row]);
  std::vector<float> plain(coalitions.size() * outputs_);
  evaluate(rows.values(), coalitions.size(), plain);
  float largest = 0.0F, difference = 0.0F;
  for (std::size_t k = 0; k < plain.size(); ++k) {
    const float shared = results[coalitions[k / outputs_] * outputs_ + k % outputs_];
    largest = std::max(largest, std::abs(plain[k]));
    difference = std::max(difference, std::abs(plain[k] - shared));
  }
  return difference <= 1e-4F * std::max(largest, 1e-3F);
}

std::string ScriptNetwork::path() const {
  return shared_ ? shared_->description() : "plain";
}

}  // namespace spindle
