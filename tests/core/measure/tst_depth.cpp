// SPDX-License-Identifier: GPL-3.0-or-later
// Values of layers: those of PyTorch with the same probe weights put in by hand; the network's own last layer as a
// probe gives its output; rebuilt networks alike; results over depth, stopped and resumed.
#include "core/base/user_error.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/depth/depth_job.h"
#include "core/measure/depth/layer_scores.h"
#include "core/measure/depth/probe_data.h"
#include "core/model/load_network.h"
#include "core/results/open_results.h"
#include "core/results/results_options.h"
#include "core/results/stored_probes.h"
#include "core/weights/weights_file.h"
#include "tests/core/model/golden_network.h"
#include "tests/core/near.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace spindle;
using namespace spindle::test;

namespace {

const std::filesystem::path models = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model";

std::unique_ptr<Network> tapped(const std::string& name, const std::vector<std::string>& layers) {
  NetworkOptions options;
  options.inputShape = {1, 28, 28};
  options.valuesOf = layers;
  return loadNetwork(models / (name + ".pt"), models / (name + ".pth"), options);
}

std::vector<std::string> namesOf(const Network& network) {
  std::vector<std::string> names;
  for (const ValueLayer& layer : network.valueLayers()) names.push_back(layer.name);
  return names;
}

/// The weights of make_depth.py.
LinearProbe handMade(std::size_t width, std::size_t layer) {
  LinearProbe probe{width, {}, {}};
  for (std::size_t c = 0; c < 10; ++c) {
    probe.bias.push_back(0.1 * std::cos(static_cast<double>(c + layer)));
    for (std::size_t d = 0; d < width; ++d)
      probe.weights.push_back(std::sin(0.7 * static_cast<double>(c) + 0.013 * static_cast<double>(d * (c + 1)) +
                                       static_cast<double>(layer)) /
                              std::sqrt(static_cast<double>(width)));
  }
  return probe;
}

LinearProbe ownLayer(const std::string& file, const std::string& layer) {
  const Weights weights = readWeights(models / (file + ".pth"), "");
  LinearProbe probe;
  for (const NamedTensor& tensor : weights.tensors) {
    if (tensor.name != layer + ".weight" && tensor.name != layer + ".bias") continue;
    (tensor.name.ends_with("weight") ? probe.weights : probe.bias) = tensor.tensor.toDoubles();
  }
  if (!probe.bias.empty()) probe.width = probe.weights.size() / probe.bias.size();
  return probe;
}

/// A sample of the golden network as a masked input of its first `count` variables.
MaskedInput maskedInput(const GoldenNetwork& golden, std::size_t s, int count) {
  const AdditiveInput& input = golden.inputs[s];
  Sample sample;
  sample.values = input.base;
  std::vector<InputVariable> variables;
  for (int i = 0; i < count; ++i) {
    const AdditiveInput::Part& part = input.parts[static_cast<std::size_t>(i)];
    for (std::size_t k = 0; k < part.indices.size(); ++k) sample.values[part.indices[k]] = part.present[k];
    variables.push_back({"v" + std::to_string(i), part.indices, {}, {}});
  }
  InputFormat format;
  format.shape = {1, 28, 28};
  return {sample, format, InputVariables(std::move(variables), 784),
          Baseline{{0.0}, {input.base.begin(), input.base.end()}}, Background::keep};
}

/// Stops after so many calls of progress.
struct StopAfter : RunControl {
  explicit StopAfter(std::string what) : word(std::move(what)) {}
  std::string word;
  bool now = false;
  [[nodiscard]] bool stopRequested() const override { return now; }
  void progress(std::size_t, std::size_t, std::string_view what) override { now = now || what == word; }
};

}  // namespace

class DepthTest : public QObject {
  Q_OBJECT

 private slots:
  void scoresEqualPyTorchsWithTheSameProbes() {
    const GoldenNetwork golden = goldenNetwork("cnn");
    const auto info = nlohmann::json::parse(std::ifstream(models / "depth.json"));
    const auto network = tapped("cnn", {"all"});
    std::vector<std::string> expected;
    std::vector<LinearProbe> probes;
    for (const auto& layer : info.at("layers")) {
      expected.push_back(layer.at("name"));
      probes.push_back(handMade(layer.at("features"), probes.size()));
    }
    QCOMPARE(namesOf(*network), expected);
    const int variables = info.at("variables");
    const std::size_t size = std::size_t{1} << variables, frames = probes.size() + 1;
    std::vector<float> scores(golden.targets.size() * frames * size);
    std::ifstream(models / "depth.bin", std::ios::binary)
        .read(reinterpret_cast<char*>(scores.data()), static_cast<std::streamsize>(scores.size() * sizeof(float)));
    for (std::size_t s = 0; s < golden.targets.size(); ++s) {
      const auto tables = layerScores(*network, probes, maskedInput(golden, s, variables),
                                      {Score::logOdds, OutputKind::logits, golden.targets[s]}, 7);
      QCOMPARE(tables.size(), frames);
      for (std::size_t f = 0; f < frames; ++f) {
        const auto golden_ = std::span<const float>(scores).subspan((s * frames + f) * size, size);
        for (std::size_t t = 0; t < size; ++t)
          QVERIFY2(std::abs(tables[f].values()[t] - golden_[t]) <= 1e-5 * std::max(1.0F, std::abs(golden_[t])),
                   qPrintable(QString("frame %1, coalition %2: %3, PyTorch %4")
                                  .arg(f)
                                  .arg(t)
                                  .arg(tables[f].values()[t])
                                  .arg(golden_[t])));
      }
    }
  }

  void theOwnLastLayerAsProbeGivesTheOutput() {
    const GoldenNetwork golden = goldenNetwork("cnn");
    const auto network = tapped("cnn", {"relu3"});
    const std::vector<LinearProbe> probes{ownLayer("cnn", "fc2")};
    const auto tables = layerScores(*network, probes, maskedInput(golden, 0, 5),
                                    {Score::logOdds, OutputKind::logits, golden.targets[0]}, 32);
    QVERIFY(allNear(tables[0].values(), tables[1].values(), 1e-5));
    QVERIFY(std::abs(tables[0].values().back() - tables[0].values()[0]) > 0.1);
  }

  /// Batch normalization stands for itself though it is folded into convolutions elsewhere; values are taken before
  /// anything is done to them in place.
  void layersKeepTheirOwnValues() {
    for (const char* name : {"cnn", "relu_inplace"}) {
      std::unique_ptr<Network> network;
      try {
        network = std::string(name) == "cnn" ? tapped(name, {"bn1", "relu1"}) : nullptr;
        if (!network) {
          NetworkOptions options;
          options.inputShape = {1, 28, 28};
          options.valuesOf = {"all"};
          network = loadNetwork(models / "relu_inplace.pt", {}, options);
        }
      } catch (const UserError& error) {
        QFAIL(error.what());
      }
      const auto& layers = network->valueLayers();
      std::vector<float> input(784);
      for (std::size_t i = 0; i < input.size(); ++i) input[i] = std::sin(static_cast<float>(i));
      std::vector<std::vector<float>> values;
      std::vector<float> results(network->outputs()), plain(network->outputs());
      network->evaluateLayers(input, 1, values, results);
      network->evaluate(input, 1, plain);
      QVERIFY(allNear(results, plain, 1e-5));
      bool seen = false;
      for (std::size_t l = 0; l + 1 < layers.size(); ++l) {
        if (!layers[l + 1].name.starts_with("relu") || layers[l].shape != layers[l + 1].shape) continue;
        bool negative = false;
        for (std::size_t i = 0; i < values[l].size(); ++i) {
          negative = negative || values[l][i] < 0.0F;
          QCOMPARE(values[l + 1][i], std::max(0.0F, values[l][i]));
        }
        QVERIFY2(negative, layers[l].name.c_str());
        seen = true;
      }
      QVERIFY2(seen, name);
    }
  }

  /// A network that is rebuilt from its weights has the layers' own names.
  void rebuiltNetworksAlike() {
    NetworkOptions options;
    options.layers = {"resnet20-cifar"};
    options.inputShape = {3, 32, 32};
    options.valuesOf = {"all"};
    const auto file = models / "family_resnet20_cifar.pth";
    const auto network = loadNetwork(file, {}, options);
    const auto names = namesOf(*network);
    for (const char* name : {"conv1", "bn1", "relu1", "layer1.0.conv1", "layer3.2.bn2", "relu19"})
      QVERIFY2(std::find(names.begin(), names.end(), name) != names.end(), name);
    std::vector<float> input(3 * 32 * 32, 0.25F), results(network->outputs());
    std::vector<std::vector<float>> values;
    network->evaluateLayers(input, 1, values, results);
    // Global average of the last block through the last layer is the output.
    LinearProbe own;
    for (const char* layer : {"linear", "fc"}) {
      own = ownLayer("family_resnet20_cifar", layer);
      if (own.width > 0) break;
    }
    const ValueLayer& block = network->valueLayers().back();
    QCOMPARE(block.shape.size(), std::size_t{3});
    std::vector<float> pooled(own.width, 0.0F), logits(own.classes());
    const std::size_t plane = block.elements() / own.width;
    for (std::size_t i = 0; i < block.elements(); ++i)
      pooled[i / plane] += values.back()[i] / static_cast<float>(plane);
    own.evaluate(pooled, logits);
    QVERIFY(allNear(logits, results, 1e-4));
  }

  void whatCannotBeReachedIsNamed() {
    try {
      tapped("cnn", {"relu1", "conv7", "fc9"});
      QFAIL("accepted");
    } catch (const UserError& error) {
      const std::string told = error.what();
      QVERIFY2(
          told.find("has no layer conv7 and fc9") != std::string::npos || told.find("conv7, fc9") != std::string::npos,
          told.c_str());
      QVERIFY2(told.find("layers that can be read are conv1, bn1, relu1") != std::string::npos, told.c_str());
    }
  }

  void probeDataIsCheckedAndSaidWhereNobodyNamedIt() {
    const Run run = Run::open(tiny_);
    try {
      probeData(run, {}, 3);
      QFAIL("accepted");
    } catch (const UserError& error) {
      QVERIFY2(std::string(error.what()).find("--probe-data FILE") != std::string::npos, error.what());
    }
    const ProbeData data = probeData(run, tiny_ / "samples.csv", 3);
    QCOMPARE(data.train.rows(), run.samples().samples.size());
    QVERIFY(data.note.empty() && data.test.rows() == 0);
    QVERIFY_EXCEPTION_THROWN(probeData(run, tiny_ / "samples.csv", 2), UserError);  // label 2
    QVERIFY_EXCEPTION_THROWN(probeData(run, tiny_ / "samples.csv", 4), UserError);  // none of class 3
    QVERIFY_EXCEPTION_THROWN(probeData(run, tiny_ / "metrics.csv", 3), UserError);  // other columns
    QVERIFY_EXCEPTION_THROWN(probeData(run, tiny_ / "nothing.csv", 3), UserError);
  }

  void aFileOverDepth() {
    const Run run = Run::open(tiny_);
    RunControl control;
    const DepthOptions depth = depthOf(run);
    const ExtractionOptions options = overDepth(run, extractionOptions(run), depth);
    const ExtractionReport report = depthToFile(run, options, depth, file("depth.h5"), false, control);
    QVERIFY(report.outcome == Outcome::finished && report.failures.empty());
    QVERIFY(!report.phase.checkpoint);
    const auto results = openResults(file("depth.h5"));
    const ResultsHeader& header = results->header();
    QVERIFY(header.series == SeriesKind::depth);
    QCOMPARE(header.checkpointNames, (std::vector<std::string>{"0", "relu1", "output"}));
    QCOMPARE(header.step, (std::vector<double>{0, 1, 2}));
    const StoredProbes probes = *storedProbes(header);
    QCOMPARE(probes.checkpoint, std::string("epoch10.pt"));
    QCOMPARE(probes.trainSamples, std::size_t{6});
    QCOMPARE(probes.trainAccuracy.size(), std::size_t{3});
    QCOMPARE(probes.l2, 1e-4);
    for (std::size_t f = 0; f < 3; ++f) {
      QVERIFY(probes.trainAccuracy[f] >= 0.0 && std::isfinite(header.trainLoss[f]));
      QVERIFY(f == 2 || probes.trainAccuracy[f] > 0.8);  // of the probes, which have more features than samples
      for (std::size_t s = 0; s < header.samples(); ++s) QVERIFY(results->done(f, s));
    }
    // The last frame is what the network itself says.
    const auto network = loadCheckpoint(run, depth.checkpoint, extractionOptions(run));
    const ExtractionInputs inputs(run, options);
    for (std::size_t s = 0; s < header.samples(); ++s) {
      const auto own = scoreTable(*network, networkInput(*network, inputs, s), inputs.rules[s], 64);
      QVERIFY(allNear(results->pair(2, s).values.values(), own.values(), 1e-5));
    }
  }

  /// Stopped in the middle, resumed: the same bytes as at one go.
  void stoppedAndResumed() {
    const Run run = Run::open(tiny_);
    const DepthOptions depth = depthOf(run);
    const ExtractionOptions options = overDepth(run, extractionOptions(run), depth);
    RunControl control;
    StopAfter early("probe of 0");
    QVERIFY(depthToFile(run, options, depth, file("early.h5"), false, early).nothingNew);
    QVERIFY(!std::filesystem::exists(file("early.h5")));
    StopAfter stop("relu1");
    const ExtractionReport stopped = depthToFile(run, options, depth, file("part.h5"), false, stop);
    QVERIFY(stopped.outcome == Outcome::stopped && !stopped.nothingNew);
    QCOMPARE(stopped.computed, std::size_t{2});
    QVERIFY(!openResults(file("part.h5"))->done(2, 0));
    const ExtractionReport resumed = depthToFile(run, options, depth, file("part.h5"), true, control);
    QCOMPARE(resumed.skipped, std::size_t{2});
    QCOMPARE(resumed.computed, std::size_t{1});
    depthToFile(run, options, depth, file("whole.h5"), false, control);
    const auto part = openResults(file("part.h5")), whole = openResults(file("whole.h5"));
    for (std::size_t f = 0; f < 3; ++f) {
      for (std::size_t s = 0; s < part->header().samples(); ++s) {
        QVERIFY(std::ranges::equal(part->pair(f, s).values.values(), whole->pair(f, s).values.values()));
        QVERIFY(std::ranges::equal(part->pair(f, s).andPart.values(), whole->pair(f, s).andPart.values()));
      }
    }
    // Other probes are another computation.
    DepthOptions other = depth;
    other.probes.l2 = 0.1;
    QVERIFY_EXCEPTION_THROWN(depthToFile(run, options, other, file("part.h5"), true, control), OtherResults);
  }

  void otherThreadsTheSameNumbers() {
    const Run run = Run::open(tiny_);
    const DepthOptions depth = depthOf(run);
    ExtractionOptions options = overDepth(run, extractionOptions(run), depth);
    RunControl control;
    for (const int workers : {1, 3}) {
      options.workers = workers;
      depthToFile(run, options, depth, file(("w" + std::to_string(workers) + ".h5").c_str()), false, control);
    }
    const auto a = openResults(file("w1.h5")), b = openResults(file("w3.h5"));
    QCOMPARE(a->header().options, b->header().options);
    for (std::size_t f = 0; f < 3; ++f)
      QVERIFY(std::ranges::equal(a->pair(f, 1).andPart.values(), b->pair(f, 1).andPart.values()));
  }

  void whatHasNoMeaningIsRefused() {
    const Run run = Run::open(tiny_);
    ExtractionOptions options = extractionOptions(run);
    options.score = Score::value;
    QVERIFY_EXCEPTION_THROWN(overDepth(run, options, depthOf(run)), UserError);
    QCOMPARE(checkpointAt(run, "last"), run.series().checkpoints.size() - 1);
    QCOMPARE(checkpointAt(run, "2"), std::size_t{1});
    QVERIFY_EXCEPTION_THROWN(checkpointAt(run, "3"), UserError);
    QVERIFY_EXCEPTION_THROWN(checkpointAt(run, "end"), UserError);
  }

 private:
  [[nodiscard]] std::filesystem::path file(const char* name) const { return folder_.filePath(name).toStdString(); }
  [[nodiscard]] DepthOptions depthOf(const Run& run) const {
    DepthOptions depth;
    depth.checkpoint = run.series().checkpoints.size() - 1;
    depth.probeData = tiny_ / "samples.csv";
    return depth;
  }

  QTemporaryDir folder_;
  std::filesystem::path tiny_ = SPINDLE_GOLDEN_DIR "/app/tiny";
};

QTEST_APPLESS_MAIN(DepthTest)
#include "tst_depth.moc"
