// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/gates/gates_measurement.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/by_checkpoint.h"
#include "core/measure/gates/checkpoint_gates.h"
#include "core/measure/gates/composite_hits.h"
#include "core/measure/gates/gate_data.h"
#include "core/measure/gates/learned_gates.h"
#include "core/measure/network/whole_samples.h"
#include "core/measure/option_number.h"
#include "core/results/results_options.h"
#include "core/results/stored_gates.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace spindle {
namespace {

constexpr std::size_t rowsAtOnce = 64;
constexpr double nearlyShut = 1e-3;

bool choice(const MeasurementRequest& request, const std::string& name, const std::string& usual,
            const std::string& other) {
  const auto found = request.options.find(name);
  if (found == request.options.end() || found->second == usual) return false;
  if (found->second == other) return true;
  throw UserError("--" + name + " takes " + usual + " or " + other + ", not \"" + printable(found->second) + "\".");
}

std::vector<std::string> layersOf(const MeasurementRequest& request) {
  const auto found = request.options.find("gate-layers");
  if (found == request.options.end()) return {"activations"};
  std::vector<std::string> names;
  std::stringstream text(found->second);
  for (std::string name; std::getline(text, name, ',');) names.emplace_back(trimmed(name));
  if (names.empty()) throw UserError("--gate-layers takes names of layers, such as relu1,relu2.");
  return names;
}

/// Where a checkpoint starts warm: at the gates that the one before ended with.
GateLogits logitsOf(const std::vector<std::vector<double>>& gates) {
  GateLogits logits;
  for (const auto& layer : gates) {
    logits.emplace_back();
    for (const double gate : layer) {
      const double inside = std::clamp(gate, nearlyShut, 1.0 - nearlyShut);
      logits.back().push_back(std::log(inside / (1.0 - inside)));
    }
  }
  return logits;
}

/// Answers to all images of a class through some gates.
std::vector<std::size_t> answers(GatedNetwork& network, const std::vector<float>& images, std::size_t width,
                                 const Gates& gates, OutputKind output, const RunControl& control) {
  std::vector<std::size_t> list;
  const std::size_t rows = images.size() / width, outputs = network.outputs();
  for (std::size_t first = 0; first < rows; first += rowsAtOnce) {
    if (control.stopRequested()) throw Stopped{};
    const std::size_t here = std::min(rowsAtOnce, rows - first);
    const GatedValues values = network.evaluate(std::span(images).subspan(first * width, here * width), here, gates);
    for (std::size_t r = 0; r < here; ++r)
      list.push_back(answerOf(std::span(values.results).subspan(r * outputs, outputs), output));
  }
  return list;
}

double shareOf(const std::vector<std::size_t>& list, std::size_t wanted) {
  return static_cast<double>(std::count(list.begin(), list.end(), wanted)) / static_cast<double>(list.size());
}

/// What all checkpoints share.
struct Setup {
  ExtractionOptions options;
  OutputKind output = OutputKind::logits;
  GateLearning learning;
  GateData data;
  std::vector<std::int64_t> shape;  ///< of images; empty for other inputs
  std::vector<float> samples;       ///< those of the results, as the network gets them
  ClassGates gates;                 ///< without values
};

/// One checkpoint; rows in the order of asStored().
class CheckpointPaths {
 public:
  CheckpointPaths(GatedNetwork& network, const Setup& setup, std::vector<MeasuredArray>& rows, RunControl& control)
      : network_(network), setup_(setup), rows_(rows), control_(control) {}

  /// before: the rows of the checkpoint before, for a warm start; may be empty.
  void fill(const std::vector<MeasuredArray>& before) {
    const std::size_t classes = setup_.gates.classes();
    Gates open;
    for (const GatedLayer& layer : network_.layers()) open.emplace_back(layer.units, 1.0F);
    for (std::size_t c = 0; c < classes; ++c) {
      if (setup_.data.testRows(c) == 0) continue;
      const auto found = answers(network_, setup_.data.test[c], setup_.data.width, open, setup_.output, control_);
      for (std::size_t d = 0; d < classes; ++d)
        at(0, c, d) = static_cast<double>(std::count(found.begin(), found.end(), d));
    }
    const auto own = answers(network_, setup_.samples, setup_.data.width, open, setup_.output, control_);
    for (std::size_t s = 0; s < own.size(); ++s) at(5, s, 0) = static_cast<double>(own[s]);
    for (std::size_t c = 0; c < classes; ++c) learn(c, before);
  }

 private:
  double& at(std::size_t array, std::size_t c, std::size_t k) {
    MeasuredArray& one = rows_[setup_.gates.layers.size() + array];
    return one.values[c * one.extent[2] + k];
  }

  void learn(std::size_t c, const std::vector<MeasuredArray>& before) {
    const std::size_t layers = setup_.gates.layers.size();
    const ClassImages images{setup_.data.train[c], setup_.data.trainRows(c), c, setup_.output};
    if (images.rows == 0) return;
    std::vector<std::vector<double>> start;
    for (std::size_t l = 0; l < layers && !before.empty() && std::isfinite(before[l].at(0, c, 0)); ++l) {
      start.emplace_back();
      for (std::size_t u = 0; u < before[l].extent[2]; ++u) start.back().push_back(before[l].at(0, c, u));
    }
    const auto learned = learnedGates(network_, images, setup_.learning, logitsOf(start), control_);
    if (!learned) {
      at(3, c, 0) = 0.0;
      return;
    }
    for (std::size_t l = 0; l < layers; ++l) {
      for (std::size_t u = 0; u < learned->gates[l].size(); ++u)
        rows_[l].values[c * rows_[l].extent[2] + u] = static_cast<double>(learned->gates[l][u]);
    }
    at(3, c, 0) = static_cast<double>(learned->right);
    at(3, c, 1) = learned->loss.crossEntropy;
    at(3, c, 2) = learned->loss.difference;
    at(3, c, 3) = learned->loss.size;
    const Gates hard = hardGates(learned->gates);
    const CompositeHits hits = compositeHits(network_, setup_.data.test, setup_.shape, c, hard, ClassGates::composites,
                                             setup_.gates.seed, control_);
    for (std::size_t l = 0; l < layers; ++l) {
      at(4, c, l) = hits.mean[l];
      at(4, c, layers + l) = hits.deviation[l];
    }
    for (std::size_t d = 0; d < setup_.gates.classes(); ++d) {
      if (setup_.data.testRows(d) == 0) continue;
      const auto found = answers(network_, setup_.data.test[d], setup_.data.width, hard, setup_.output, control_);
      at(1, c, d) = shareOf(found, d);
      at(2, c, d) = shareOf(found, c);
    }
  }

  GatedNetwork& network_;
  const Setup& setup_;
  std::vector<MeasuredArray>& rows_;
  RunControl& control_;
};

class GatesMeasurement : public Measurement {
 public:
  [[nodiscard]] const MeasurementInfo& info() const override {
    static const MeasurementInfo info{
        ClassGates::name,
        "Which units of the network each class needs: its path (analyze paths shows it)",
        "Hu et al., ICCV 2021 (arXiv 2003.13268)",
        {{"data", "File or folder of training images for the gates (and of test images to look at)",
          "the run's own samples"},
         {"images", "Images of a class at most", "500"},
         {"gate-layers", "Layers with gates, such as relu1,relu2; activations: behind every activation", "activations"},
         {"beta", "Weight of open gates in the loss", "0.1"},
         {"beta-scale", "absolute, or relative: beta times the mean squared value of each layer", "absolute"},
         {"epochs", "Passes over the images", "20"},
         {"gate-step", "Length of a step", "0.1"},
         {"gate-step-of", "unit: root mean square over a layer's units; layer: of the whole layer, as published",
          "unit"},
         {"start", "cold: each checkpoint from the same random gates; warm: from those of the one before", "cold"},
         {"gate-seed", "Seed of the first gates and of the order of images", "1"}}};
    return info;
  }

  [[nodiscard]] MeasurementReport measure(const MeasurementRequest& request, RunControl& control) const override {
    Setup setup = described(request, control);
    if (setup.gates.warm && request.part)
      throw UserError(
          "--part has no use with --start warm, where each checkpoint needs the one before; leave one out.");
    MeasurementRequest one = request;
    if (setup.gates.warm) one.workers = 1;
    std::vector<MeasuredArray> before;
    MeasurementReport report = measureByCheckpoint(
        one, asStored(setup.gates),
        [&](std::size_t, std::size_t checkpoint, std::vector<MeasuredArray>& rows) {
          CheckpointGates network(request.run, checkpoint, setup.options, &control);
          requireSameLayers(network, setup.gates);
          CheckpointPaths(network, setup, rows, control).fill(before);
        },
        control,
        [&](std::size_t, const std::vector<MeasuredArray>& rows) {
          if (setup.gates.warm) before = rows;
        });
    report.notes.insert(report.notes.end(), setup.data.notes.begin(), setup.data.notes.end());
    return report;
  }

 private:
  static void requireSameLayers(const GatedNetwork& network, const ClassGates& gates) {
    bool same = network.layers().size() == gates.layers.size();
    for (std::size_t l = 0; same && l < gates.layers.size(); ++l)
      same = network.layers()[l].name == gates.layers[l].name && network.layers()[l].units == gates.layers[l].extent[2];
    if (!same) throw UserError("A checkpoint has other layers than the first; gates need the same network everywhere.");
  }

  /// By the first checkpoint that can be used.
  static Setup described(const MeasurementRequest& request, const RunControl& control) {
    Setup setup;
    setup.options = networkAlone(request, control);
    setup.options.valuesOf = layersOf(request);
    setup.options.shareFirstLayer = false;
    setup.output = readOptions(request.header).measurement.output.value_or(OutputKind::logits);
    if (setup.output == OutputKind::value)
      throw UserError("measure gates: the network returns a value, not classes, and a path is that of a class.");
    ClassGates& gates = setup.gates;
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    gates.beta = setup.learning.beta = optionNumber<double>(request, "beta", 0.1, 0.0, 1e6);
    gates.step = setup.learning.step = optionNumber<double>(request, "gate-step", 0.1, 1e-6, 100.0);
    gates.epochs = optionNumber<std::uint64_t>(request, "epochs", 20, 1, 100'000);
    gates.images = optionNumber<std::uint64_t>(request, "images", 500, 1, 1'000'000);
    gates.seed = setup.learning.seed = optionNumber<std::uint64_t>(request, "gate-seed", 1, 0, most);
    gates.relative = setup.learning.relative = choice(request, "beta-scale", "absolute", "relative");
    gates.published = setup.learning.published = choice(request, "gate-step-of", "unit", "layer");
    gates.warm = choice(request, "start", "cold", "warm");
    setup.learning.epochs = gates.epochs;
    std::string failure;
    for (const std::size_t checkpoint : request.rows.checkpoints) {
      if (control.stopRequested()) throw Stopped{};
      try {
        const CheckpointGates network(request.run, checkpoint, setup.options, &control);
        describe(request, network, setup);
        return setup;
      } catch (const UserError& error) {
        if (failure.empty()) failure = error.what();
      }
    }
    throw UserError(failure);
  }

  static void describe(const MeasurementRequest& request, const GatedNetwork& network, Setup& setup) {
    const std::size_t count = request.rows.checkpoints.size();
    const std::size_t classes = std::max<std::size_t>(2, network.outputs());
    const auto file = request.options.find("data");
    setup.data = gateData(request.run, file == request.options.end() ? std::string() : file->second, classes,
                          setup.gates.images, setup.gates.seed);
    for (const std::string& note : network.notes()) setup.data.notes.push_back(note);
    ClassGates& gates = setup.gates;
    gates.data = setup.data.source;
    gates.dataDigest = setup.data.digest;
    gates.tested = setup.data.tested;
    for (std::size_t c = 0; c < classes; ++c) {
      gates.learnedFrom.push_back(setup.data.trainRows(c));
      gates.lookedAt.push_back(setup.data.testRows(c));
    }
    for (const GatedLayer& layer : network.layers())
      gates.layers.push_back({layer.name, {count, classes, layer.units}, {}});
    gates.confusion = {"confusion", {count, classes, classes}, {}};
    gates.recall = {"recall", {count, classes, classes}, {}};
    gates.answered = {"answered", {count, classes, classes}, {}};
    gates.loss = {"loss", {count, classes, 4}, {}};
    gates.hits = {"hits", {count, classes, 2 * gates.layers.size()}, {}};
    const InputFormat& format = request.run.samples().format;
    if (format.kind == InputKind::image) setup.shape = format.shape;
    gates.predicted = {"predicted", {count, request.rows.samples.size(), 1}, {}};
    gates.classNames = request.run.samples().classes;
    const SampleSet& set = request.run.samples();
    for (const std::size_t s : request.rows.samples) {
      const auto& values = set.samples[s].values;
      for (std::size_t i = 0; i < values.size(); ++i)
        setup.samples.push_back(set.format.normalized(static_cast<double>(values[i]), i));
    }
  }
};

}  // namespace

std::shared_ptr<const Measurement> gatesMeasurement() {
  return std::make_shared<GatesMeasurement>();
}

}  // namespace spindle
