// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/checkpoint_worker.h"

#include "core/base/user_error.h"
#include "core/game/decompose.h"
#include "core/measure/network/reshaped_network.h"
#include "core/measure/network/samples_check.h"
#include "core/model/layer_chain.h"
#include "core/model/load_network.h"
#include "core/weights/weights_file.h"

#include <algorithm>
#include <cmath>

namespace spindle {

namespace {

/// How many classes the labels speak of; 0 where they do not.
std::size_t knownClasses(const SampleSet& set) {
  if (set.measuredTargets || set.severalLabels) return 0;
  if (!set.classes.empty()) return set.classes.size();
  std::int64_t most = 0;
  for (const Sample& sample : set.samples) most = std::max(most, sample.target);
  return most > 0 ? static_cast<std::size_t>(most) + 1 : 0;
}

LoadNetwork loaderOf(const Run& run, std::size_t checkpoint, const ExtractionOptions& options,
                     const RunControl* control) {
  const auto file = run.series().checkpoints[checkpoint].file;
  NetworkOptions networkOptions;
  networkOptions.tokens = run.samples().format.kind == InputKind::text;
  networkOptions.shareFirstLayer = options.shareFirstLayer;
  networkOptions.device = options.device;
  networkOptions.maskAt = options.maskAt;
  networkOptions.valuesOf = options.valuesOf;
  networkOptions.container = run.description().weights.value_or("");
  networkOptions.partialWeights = run.description().partialWeights;
  networkOptions.secondInput = run.description().secondInput.value_or("");
  networkOptions.paddingToken = run.samples().paddingToken;
  networkOptions.outputTensor = run.description().outputTensor.value_or("");
  networkOptions.classes = knownClasses(run.samples());
  if (control != nullptr) networkOptions.stopRequested = [control] { return control->stopRequested(); };
  if (run.architecture().empty()) {
    if (const auto& model = run.description().model)
      throw UserError("run.json of " + run.folder().string() + " names the network " + *model +
                      ", which does not exist; correct \"model\".");
    networkOptions.layers = run.layers();
    if (networkOptions.layers.empty() && sniffWeightsFormat(file) != WeightsFormat::torchScript) {
      const auto layers = suggestedLayers(readWeightsSummary(file, networkOptions.container).tensors);
      std::string guess;
      for (const auto& layer : layers) guess += (guess.empty() ? "\"" : ", \"") + layer + "\"";
      throw UserError(file.string() +
                      " holds weights only, without the network: write it beside the checkpoints in Python with "
                      "torch.jit.trace(model.eval(), example_input).save(\"model.pt\"), or record the training with "
                      "resources/python/spindle_recorder.py" +
                      (guess.empty()
                           ? "."
                           : "; or, if it is this plain chain, set \"architecture\": [" + guess + "] in run.json."));
    }
    return [file, networkOptions](const std::vector<std::int64_t>& shape) mutable {
      networkOptions.inputShape = shape;
      return loadNetwork(file, {}, networkOptions);
    };
  }
  return [file, architecture = run.architecture(), networkOptions](const std::vector<std::int64_t>& shape) mutable {
    networkOptions.inputShape = shape;
    return loadNetwork(architecture, file, networkOptions);
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
