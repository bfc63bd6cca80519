// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/script_network.h"

#include "core/base/run_control.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/coalition_rows.h"
#include "core/model/row_check.h"
#include "core/model/torch/error_text.h"
#include "core/model/torch/fixed_batch.h"
#include "core/model/torch/load_module.h"
#include "core/model/torch/one_thread.h"
#include "core/model/torch/output_hint.h"
#include "core/model/torch/output_tensor.h"
#include "core/model/torch/program_check.h"
#include "core/model/torch/rebuilt_module.h"

#include <ATen/ops/equal.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/ones.h>
#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <array>
#include <bit>
#include <c10/core/InferenceMode.h>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace spindle {
namespace {

std::size_t product(const std::vector<std::int64_t>& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1},
                         [](std::size_t a, std::int64_t b) { return a * static_cast<std::size_t>(b); });
}

/// Not asked again with other inputs: each answer takes seconds.
class EndlessNetwork : public UserError {
 public:
  using UserError::UserError;
};

std::string rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

struct RandomOperators {
  std::vector<std::string> names;
  bool always = false;  ///< some stand outside of every branch and loop: each evaluation draws
};

/// Layers of noise with training off draw nothing, whatever LibTorch's list says.
bool draws(const torch::jit::Node& node) {
  if (!node.isNondeterministic()) return false;
  const auto* schema = node.maybeSchema();
  if (schema == nullptr) return true;
  for (const char* name : {"train", "training"}) {
    const auto at = schema->argumentIndexWithName(name);
    if (!at) continue;
    const auto training = torch::jit::toIValue(node.input(static_cast<std::size_t>(*at)));
    if (training && training->isBool() && !training->toBool()) return false;
  }
  return true;
}

void collectRandom(const torch::jit::Block& block, bool always, RandomOperators& found) {
  for (const auto* node : block.nodes()) {
    for (const auto* inner : node->blocks()) collectRandom(*inner, false, found);
    if (!draws(*node)) continue;
    found.always = found.always || always;
    const std::string name = node->kind().toQualString();
    if (std::find(found.names.begin(), found.names.end(), name) == found.names.end()) found.names.push_back(name);
  }
}

RandomOperators randomOperators(const torch::jit::Graph& graph) {
  RandomOperators found;
  collectRandom(*graph.block(), true, found);
  return found;
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
  measureOutputs(probes);
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

void ScriptNetwork::takeOneOutput(std::span<const float> probes) {
  if (returnsOneTensor(whole_.wholeGraph())) {
    hint_ = outputHintOf(whole_.wholeGraph());
    return;
  }
  auto rows = possibleBatches(whole_.wholeGraph());
  rows.insert(rows.begin(), 1);
  for (const auto count : rows) {
    const auto size = static_cast<std::size_t>(count);
    const std::vector<float> zeros(size * elements_, 0.0F);
    for (const auto inputs : {probes, std::span<const float>(zeros)}) {
      if (inputs.size() < size * elements_) continue;
      std::optional<c10::IValue> returned;
      try {
        returned = whole_.returned({asInput(inputs.first(size * elements_), size)});
      } catch (const std::exception&) {
        continue;  // told by measureOutputs, unless other inputs do
      }
      auto chosen = chosenOutput(whole_, *returned, count, options_, file_);
      whole_ = std::move(chosen.network);
      if (!chosen.note.empty()) notes_.push_back(chosen.note);
      hint_ = outputHintOf(whole_.wholeGraph());
      return;
    }
  }
}

/// A mask that says which positions see each other ([tokens, tokens]) also takes one that says where tokens stand, for
/// one row: it would be stretched over the positions. A mask of tokens that is made for one row has no such use.
void ScriptNetwork::requireTokenMask(const LoadedNetwork& loaded, std::span<const float> probes) const {
  const auto tokens = static_cast<std::int64_t>(elements_);
  if (tokens < 2) return;
  const auto all = at::ones({tokens, tokens});
  const auto input = asInput(probes.first(elements_), 1);
  std::optional<at::Tensor> first;
  for (const auto& mask : {all, all.tril(), all.triu(1)}) {
    at::Tensor output;
    try {
      output = loaded.withMask(mask).run({input});
    } catch (const std::exception&) {
      return;
    }
    if (output.dim() == 0 || output.size(0) != 1) return;
    if (!first) first = output;
    if (output.sizes() == first->sizes() && at::equal(output.nan_to_num(0.0), first->nan_to_num(0.0))) continue;
    const auto side = std::to_string(tokens);
    throw UserError("The network in " + file_.string() +
                    " takes a second input that may say which positions see each other (" + side + " x " + side +
                    ", as a causal mask does); export a network that makes it itself, or, if it says where tokens "
                    "stand, set \"second_input\" in run.json to \"tokens\" or \"padding\".");
  }
}

/// Finds the number of outputs, and whether the graph takes any number of rows. Inputs of zeros are the last resort
/// (token 1 or a fraction may be out of range); then `probes` become zeros.
void ScriptNetwork::measureOutputs(std::vector<float>& probes) {
  const auto columns = [&](std::size_t rows) {
    const std::vector<float> zeros(probes.empty() || rows > 3 ? rows * elements_ : 0, 0.0F);
    const auto inputs = zeros.empty() ? std::span<const float>(probes).first(rows * elements_) : std::span(zeros);
    return static_cast<std::size_t>(outputRows(asInput(inputs, rows), rows).numel()) / rows;
  };
  const auto tryRows = [&](std::size_t rows) {
    try {
      return columns(rows);
    } catch (const EndlessNetwork&) {
      throw;
    } catch (const UserError&) {
      return std::size_t{0};
    }
  };
  outputs_ = tryRows(1);
  if (outputs_ == 0 && tryRows(2) == 1) {
    scalars_ = true;
    outputs_ = tryRows(1);
  }
  if (outputs_ == 0) {
    std::fill(probes.begin(), probes.end(), 0.0F);
    for (const auto rows : possibleBatches(whole_.wholeGraph())) {
      if (tryRows(1) != 0 || outputs_ != 0) break;
      outputs_ = tryRows(static_cast<std::size_t>(rows));
      if (outputs_ != 0) batch_ = static_cast<std::size_t>(rows);
    }
    if (outputs_ == 0) outputs_ = columns(1);
  } else if (tryRows(2) == 0) {
    batch_ = 1;
  }
  if (batch_ == 0) return;
  // Zeros may have been needed for another reason than the number of rows, and see less.
  try {
    std::vector<float> real = probeRows(elements_, options_.tokens), results(3 * outputs_);
    evaluate(real, 3, results);
    probes = std::move(real);
  } catch (const UserError&) {
  }
  const std::string rows = batch_ == 1 ? "one row" : std::to_string(batch_) + " rows";
  notes_.push_back(file_.string() + " was traced for a batch of " + rows +
                   " and accepts no other, so it is evaluated " + rows +
                   " at a time, which is slow. To export it correctly, keep the number of rows open: "
                   "x.view(x.size(0), -1) instead of x.view(" +
                   std::to_string(batch_) +
                   ", -1), then "
                   "torch.jit.trace(model.eval(), example_input).save(\"model.pt\").");
}

void ScriptNetwork::requireIndependentRows(std::span<const float> probes) {
  const auto drawing = randomOperators(whole_.wholeGraph());
  const std::string cure = "call model.eval() first: torch.jit.trace(model.eval(), example_input).save(\"model.pt\").";
  // Rare draws (stochastic depth) would be missed by asking again.
  if (drawing.always)
    throw UserError("The network in " + file_.string() + " draws random numbers with " + listed(drawing.names, 3) +
                    ", so its outputs differ from call to call; remove that, and where it was exported in "
                    "training mode, " +
                    cure);
  const auto ask = [this](std::span<const float> inputs, std::size_t rows) {
    std::vector<float> results(rows * outputs_);
    evaluate(inputs, rows, results);
    return results;
  };
  // A branch may draw now and then.
  constexpr int tries = 40;
  for (int i = 0; i < (drawing.names.empty() ? 0 : tries); ++i) {
    const auto first = probes.first(elements_);
    if (ask(first, 1) != ask(first, 1))
      throw UserError("The network in " + file_.string() +
                      " returns different outputs for the same input, because it draws " + "random numbers with " +
                      listed(drawing.names, 3) + "; remove that, and where it was " + "exported in training mode, " +
                      cure);
  }
  const auto check = checkRows(probes, elements_, ask);
  if (check.verdict == RowsVerdict::independent) return;
  const std::string difference = " (by " + rounded(check.difference) + " in a range of " + rounded(check.range) + ")";
  if (check.verdict == RowsVerdict::dependent) {
    throw UserError("The network in " + file_.string() +
                    " returns different outputs for an input when the rest of the " + "batch differs" + difference +
                    ", as batch normalization does, and a network that was traced for a batch of one "
                    "(x.view(1, -1): keep the number of rows open); where it was exported in training mode, " +
                    cure);
  }
  throw UserError("The network in " + file_.string() + " returns different outputs for the same input each time" +
                  difference +
                  (drawing.names.empty() ? "" : ", because it draws random numbers with " + listed(drawing.names, 3)) +
                  "; remove that, and where it was exported in training mode, " + cure);
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
