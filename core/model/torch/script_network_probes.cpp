// SPDX-License-Identifier: GPL-3.0-or-later
// What a network is asked when it is loaded: which output, how many, for how many rows, and whether rows are
// independent.
#include "core/base/text.h"
#include "core/model/row_check.h"
#include "core/model/torch/endless_network.h"
#include "core/model/torch/export_line.h"
#include "core/model/torch/fixed_batch.h"
#include "core/model/torch/output_hint.h"
#include "core/model/torch/output_tensor.h"
#include "core/model/torch/random_operators.h"
#include "core/model/torch/script_network.h"

#include <ATen/ops/equal.h>
#include <ATen/ops/ones.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace spindle {
namespace {

std::string rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

}  // namespace

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

/// measureOutputs() for what was exported for a fixed number of rows: it must take others, with the same answers.
void ScriptNetwork::measureOpenBatch(std::vector<float>& probes, std::size_t exportedRows) {
  constexpr std::size_t mostRows = 4096;
  const auto asExported = [&](std::span<const float> rows) {
    std::vector<float> inputs;
    for (std::size_t row = 0; row < exportedRows; ++row) {
      const auto one = rows.subspan(row % 3 * elements_, elements_);
      inputs.insert(inputs.end(), one.begin(), one.end());
    }
    return outputRows(asInput(inputs, exportedRows), exportedRows)[0].clone();
  };
  bool open = exportedRows <= mostRows;
  try {
    measureOutputs(probes);
    open = open && batch_ == 0;
  } catch (const EndlessNetwork&) {
    throw;
  } catch (const UserError&) {
    if (open) (void)asExported(probes);  // what it does not take either has another reason
    open = false;
  }
  if (open) {
    std::vector<float> one(outputs_);
    evaluate(std::span<const float>(probes).first(elements_), 1, one);
    const auto there = asExported(probes);
    open = sameRows(one, {there.data_ptr<float>(), static_cast<std::size_t>(there.numel())});
  }
  if (open) return;
  throw UserError(
      "The network in " + file_.string() + " was exported for a batch of " + std::to_string(exportedRows) +
      (exportedRows == 1 ? " row" : " rows") +
      " and its operations depend on that number; export it with the number of rows open: " + exportLine(file_) + ".");
}

void ScriptNetwork::requireIndependentRows(std::span<const float> probes) {
  const auto drawing = randomOperators(whole_.wholeGraph());
  const std::string cure = "call model.eval() first: " + exportLine(file_) + ".";
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
  const std::string difference = std::isfinite(check.difference) ? " (by " + rounded(check.difference) +
                                                                       " in a range of " + rounded(check.range) + ")"
                                                                 : std::string(" (some of them no numbers)");
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

}  // namespace spindle
