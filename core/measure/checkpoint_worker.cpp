// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/checkpoint_worker.h"

#include "core/base/user_error.h"
#include "core/game/decompose.h"
#include "core/measure/network/network_source.h"
#include "core/measure/network/reshaped_network.h"
#include "core/measure/network/samples_check.h"
#include "core/model/load_network.h"

#include <algorithm>
#include <cmath>

namespace spindle {

namespace {

LoadNetwork loaderOf(const Run& run, std::size_t checkpoint, const ExtractionOptions& options,
                     const RunControl* control) {
  return [source = networkSource(run, checkpoint, options, control)](const std::vector<std::int64_t>& shape) mutable {
    source.options.inputShape = shape;
    return loadNetwork(source.architecture, source.weights, source.options);
  };
}

bool takes(const LoadNetwork& load, const std::vector<std::int64_t>& shape) {
  try {
    return load(shape) != nullptr;
  } catch (const UserError&) {
    return false;
  }
}

}  // namespace

std::unique_ptr<Network> loadCheckpoint(const Run& run, std::size_t checkpoint, const ExtractionOptions& options,
                                        const RunControl* control) {
  return loadForShape(run.samples().format, run.description().layout.value_or(""),
                      loaderOf(run, checkpoint, options, control));
}

void requireKnownLayout(const Run& run, const ExtractionOptions& options, const RunControl* control) {
  const SampleSet& set = run.samples();
  if (run.description().layout || !set.channelsMoved || set.format.kind != InputKind::image) return;
  const std::int64_t c = set.format.shape[0], h = set.format.shape[1], w = set.format.shape[2];
  if (c == 1) return;
  bool first = false, last = false, rows = false;
  for (std::size_t i = 0; i < options.checkpoints.size() && !first && !last && !rows; ++i) {
    const LoadNetwork load = loaderOf(run, options.checkpoints[i], options, control);
    first = takes(load, {c, h, w});
    last = takes(load, {h, w, c});
    rows = !first && !last && takes(load, {c * h * w});
  }
  if (!rows && !(first && last)) return;
  throw UserError("The images of " + set.source + " have their channels last, and the network takes their numbers in " +
                  "any order, because it flattens them; say which it was trained with under \"input\" in run.json: " +
                  (first ? "\"layout\": \"channels-first\" or \"channels-last\"."
                         : "\"layout\": \"flattened\" or \"flattened-channels-last\"."));
}

CheckpointWorker::CheckpointWorker(const Run& run, const ExtractionOptions& options, const ExtractionInputs& inputs,
                                   const RunControl& control)
    : run_(run), options_(options), inputs_(inputs), control_(control) {}

void CheckpointWorker::load(std::size_t checkpoint) {
  if (loaded_ == checkpoint) return;
  loaded_ = checkpoint;
  network_.reset();
  failure_.clear();
  try {
    network_ = loadCheckpoint(run_, checkpoint, options_, &control_);
    requireIndependentSamples(*network_, inputs_, run_.series().checkpoints[checkpoint].name);
  } catch (const UserError& error) {
    failure_ = error.what();
    network_.reset();
  }
}

std::string CheckpointWorker::sampleName(std::size_t position) const {
  const std::size_t index = options_.samples[position];
  const std::string& name = run_.samples().samples[index].name;
  return name.empty() ? "sample " + std::to_string(index) : "sample " + std::to_string(index) + " (" + name + ")";
}

ChunkResult CheckpointWorker::compute(std::size_t checkpoint, std::span<const std::size_t> positions) {
  if (control_.stopRequested()) throw Stopped{};
  const auto ending = [this] { return options_.endAfterSample && options_.endAfterSample(); };
  ChunkResult result;
  if (ending()) return result;
  load(checkpoint);
  result.pairs.resize(positions.size());
  const std::string& name = run_.series().checkpoints[checkpoint].name;
  if (network_ && run_.description().partialWeights && !network_->warning().empty())
    result.notes.push_back(network_->warning());
  std::vector<CoalitionTable> tables;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; network_ && i < positions.size(); ++i) {
    if (control_.stopRequested()) throw Stopped{};
    if (ending()) {
      result.pairs.resize(options_.noiseScale == NoiseScale::mean ? 0 : i);
      break;
    }
    const std::size_t position = positions[i];
    try {
      CoalitionTable table =
          scoreTable(*network_, networkInput(*network_, inputs_, position), inputs_.rules[position], options_.batch);
      const auto values = table.values();
      if (std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); })) {
        tables.push_back(std::move(table));
        places.push_back(i);
      } else {
        result.notes.push_back(name + ": the network returned NaN or infinite scores for " + sampleName(position) +
                               "; it is left out at this checkpoint" +
                               (options_.output == OutputKind::probabilities
                                    ? " (a probability of exactly 0 or 1 has no log-odds: export the network without "
                                      "its softmax or sigmoid)."
                                    : "."));
      }
    } catch (const UserError& error) {
      failure_ = error.what();
      network_.reset();
    }
  }
  if (!network_) {
    result.pairs.assign(positions.size(), {});
    result.notes.assign(1, failure_);
    return result;
  }
  if (result.pairs.empty()) return result;
  DecompositionOptions decomposition = options_.decomposition;
  if (options_.noiseScale == NoiseScale::mean) decomposition.noiseRange = meanRange(tables);
  auto decompositions = decompose(tables, decomposition, control_);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    Decomposition& d = decompositions[i];
    result.pairs[places[i]] = {std::move(tables[i]), std::move(d.andPart), std::move(d.orPart), d.l1, d.lowerBound};
  }
  return result;
}

}  // namespace spindle
