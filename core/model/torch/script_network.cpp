#include "core/model/torch/script_network.h"

#include "core/base/user_error.h"
#include "core/model/coalition_rows.h"
#include "core/model/torch/blas_turn.h"
#include "core/model/torch/error_text.h"
#include "core/model/torch/layered_network.h"
#include "core/model/torch/load_module.h"
#include "core/model/torch/output_hint.h"
#include "core/model/torch/rebuilt_module.h"
#include "core/model/torch_entry.h"

#include <ATen/Parallel.h>
#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <array>
#include <bit>
#include <c10/core/InferenceMode.h>
#include <cmath>
#include <mutex>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace spindle {
/// One thread a worker: LibTorch's own threads gain little at these sizes. The setting belongs to the calling thread.
static void useOneThread() {
  static std::once_flag once;
  std::call_once(once, [] {
    at::set_num_interop_threads(1);
    useOneBlasThread();
  });
  thread_local const bool done = [] {
    at::set_num_threads(1);
    return true;
  }();
  static_cast<void>(done);
}

namespace {

std::size_t product(const std::vector<std::int64_t>& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1},
                         [](std::size_t a, std::int64_t b) { return a * static_cast<std::size_t>(b); });
}

}  // namespace

ScriptNetwork::ScriptNetwork(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                             const NetworkOptions& options)
    : ScriptNetwork(options.layers.empty() ? loadFrozen(architecture, weights, options)
                                           : LoadedNetwork{loadRebuilt(options, architecture), {}},
                    architecture, options) {}

ScriptNetwork::ScriptNetwork(LoadedNetwork loaded, const std::filesystem::path& file, NetworkOptions options)
    : ScriptNetwork(std::move(loaded.network), file, std::move(options)) {
  warning_ = std::move(loaded.warning);
}

ScriptNetwork::ScriptNetwork(Runnable whole, const std::filesystem::path& file, NetworkOptions options)
    : options_(std::move(options)), file_(file), elements_(product(options_.inputShape)), whole_(std::move(whole)) {
  const std::vector<float> zeros(elements_, 0.0F);
  const c10::InferenceMode inference;
  outputs_ = static_cast<std::size_t>(outputRows(asInput(zeros, 1), 1).numel());
  hint_ = outputHintOf(whole_.wholeGraph());
  if (outputs_ == 0) throw UserError("The network in " + file_.string() + " returns an empty output.");
  if (options_.shareFirstLayer) shared_.emplace(whole_, options_.inputShape, options_.tokens);
}

at::Tensor ScriptNetwork::asInput(std::span<const float> inputs, std::size_t rows) const {
  std::vector<std::int64_t> shape{static_cast<std::int64_t>(rows)};
  shape.insert(shape.end(), options_.inputShape.begin(), options_.inputShape.end());
  auto input = at::from_blob(const_cast<float*>(inputs.data()), shape, at::kFloat);
  if (options_.tokens) return input.to(at::kLong);
  return whole_.changesInput() ? input.clone() : input;
}

at::Tensor ScriptNetwork::outputRows(const at::Tensor& input, std::size_t rows) const {
  at::Tensor output;
  try {
    output = whole_.run({input});
  } catch (const UserError&) {
    throw;
  } catch (const std::exception& error) {
    throw UserError("The network in " + file_.string() + " refuses inputs of shape " +
                    c10::str(at::IntArrayRef(options_.inputShape)) + " (" + errorText(error) +
                    "); check the shape under \"input\" in run.json.");
  }
  return asRows(output, rows);
}

at::Tensor ScriptNetwork::asRows(const at::Tensor& output, std::size_t rows) const {
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
  useOneThread();
  const c10::InferenceMode inference;
  const auto output = outputRows(asInput(inputs, rows), rows);
  std::copy_n(output.data_ptr<float>(), results.size(), results.data());
}

void ScriptNetwork::evaluateCoalitions(const AdditiveInput& input, std::size_t batch, std::span<float> results) {
  const auto coalitions = std::size_t{1} << input.parts.size();
  if (input.base.size() != elements_ || batch == 0 || results.size() != coalitions * outputs_) {
    throw std::invalid_argument("Network::evaluateCoalitions: the sizes do not fit");
  }
  const auto block = std::bit_floor(std::min(batch, coalitions));
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

extern "C" spindle::Network* spindleLoadNetwork(const std::filesystem::path& architecture,
                                                const std::filesystem::path& weights,
                                                const spindle::NetworkOptions& options) {
  spindle::useOneThread();
  if (options.maskAt.empty()) return new spindle::ScriptNetwork(architecture, weights, options);
  return new spindle::LayeredNetwork(architecture, weights, options);
}
