// SPDX-License-Identifier: GPL-3.0-or-later
// Masking at a layer: scores equal those of PyTorch with the feature map masked by hand, the head runs once a sample.
#include "core/base/user_error.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/extraction_options.h"
#include "core/measure/network/layer_mask.h"
#include "core/measure/network/masked_model.h"
#include "core/model/load_network.h"
#include "tests/core/near.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <fstream>
#include <set>

using namespace spindle;

namespace {

const std::filesystem::path models = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model";

struct GoldenLayer {
  LayerMask mask;
  std::vector<std::size_t> targets;
  std::vector<std::vector<float>> samples, scores;
};

GoldenLayer goldenLayer() {
  GoldenLayer golden;
  const auto info = nlohmann::json::parse(std::ifstream(models / "layer.json"));
  for (const auto& cell : info.at("cells")) golden.mask.cells.push_back({{cell[0].get<int>(), cell[1].get<int>()}});
  golden.targets = info.at("targets").get<std::vector<std::size_t>>();
  std::ifstream file(models / "layer.bin", std::ios::binary);
  const auto read = [&file](std::size_t count) {
    std::vector<float> values(count);
    file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(count * sizeof(float)));
    return values;
  };
  for (std::size_t s = 0; s < 2; ++s) golden.samples.push_back(read(784));
  for (std::size_t s = 0; s < 2; ++s) golden.scores.push_back(read(1024));
  return golden;
}

std::unique_ptr<Network> cut(const std::string& layer, bool share) {
  NetworkOptions options;
  options.inputShape = {1, 28, 28};
  options.maskAt = layer;
  options.shareFirstLayer = share;
  return loadNetwork(models / "cnn.pt", models / "cnn.pth", options);
}

/// Counts what is asked of it; the output of a coalition is the sum of the map.
class CountingNetwork : public Network {
 public:
  int heads = 0, tails = 0;
  [[nodiscard]] std::size_t outputs() const override { return 1; }
  void evaluate(std::span<const float>, std::size_t, std::span<float>) override {
    QFAIL("the whole network was asked");
  }
  void evaluateCoalitions(const AdditiveInput& input, std::size_t, std::span<float> results) override {
    for (std::size_t t = 0; t < results.size(); ++t) {
      ++tails;
      float sum = 0.0F;
      for (const float value : input.base) sum += value;
      for (std::size_t i = 0; i < input.parts.size(); ++i) {
        if ((t >> i & 1U) == 0) continue;
        for (const float value : input.parts[i].present) sum += value;
      }
      results[t] = sum;
    }
  }
  [[nodiscard]] std::vector<std::int64_t> layerShape() const override { return {2, 8, 8}; }
  [[nodiscard]] std::vector<float> layerValues(std::span<const float>) override {
    ++heads;
    return std::vector<float>(128, 1.0F);
  }
  [[nodiscard]] std::string path() const override { return "counting"; }
};

}  // namespace

class LayerMaskTest : public QObject {
  Q_OBJECT

 private slots:
  void scoresEqualPyTorchsWithTheMapMaskedByHand_data() {
    QTest::addColumn<bool>("share");
    QTest::newRow("plain") << false;
    QTest::newRow("shared") << true;
  }
  void scoresEqualPyTorchsWithTheMapMaskedByHand() {
    QFETCH(bool, share);
    const GoldenLayer golden = goldenLayer();
    const auto network = cut("relu1", share);
    QCOMPARE(network->layerShape(), (std::vector<std::int64_t>{6, 28, 28}));
    for (std::size_t s = 0; s < golden.samples.size(); ++s) {
      const auto map = network->layerValues(golden.samples[s]);
      const AdditiveInput input = layerInput(map, network->layerShape(), golden.mask, Background::keep);
      const ScoreRule rule{Score::logOdds, OutputKind::logits, golden.targets[s]};
      const CoalitionTable table = scoreTable(*network, input, rule, 64);
      double range = 0.0;
      for (const float score : golden.scores[s]) range = std::max(range, std::abs(double{score}));
      for (std::size_t t = 0; t < table.size(); ++t)
        QVERIFY(std::abs(table[static_cast<Coalition>(t)] - golden.scores[s][t]) <= 1e-5 * range);
      // All cells present: the network as it is.
      std::vector<float> whole(10);
      network->evaluate(golden.samples[s], 1, whole);
      QVERIFY(test::near(table[1023], scoreOf(whole, rule.output, rule.score, rule.target), 1e-4));
    }
  }

  void headRunsOnceASample() {
    CountingNetwork network;
    LayerMask mask;
    for (int i = 0; i < 5; ++i) mask.cells.push_back({{i, i}, {i, i + 1}});
    for (int sample = 1; sample <= 3; ++sample) {
      const auto map = network.layerValues({});
      const auto input = layerInput(map, network.layerShape(), mask, Background::keep);
      const auto table = scoreTable(network, input, {Score::value, OutputKind::value, 0}, 8);
      QCOMPARE(network.heads, sample);
      QCOMPARE(network.tails, 32 * sample);
      QCOMPARE(table[31], 128.0);
      QCOMPARE(table[0], 128.0 - 5 * 2 * 2);
      QCOMPARE(table[1], 128.0 - 4 * 2 * 2);
    }
  }

  void backgroundCanBeMasked() {
    LayerMask mask;
    mask.cells = {{{0, 0}}, {{7, 7}}};
    const std::vector<float> map(64, 2.0F);
    const auto input = layerInput(map, {1, 8, 8}, mask, Background::mask);
    for (const float value : input.base) QCOMPARE(value, 0.0F);
    QCOMPARE(input.parts[1].indices, std::vector<std::uint32_t>{63});
    QCOMPARE(input.parts[1].present, std::vector<float>{2.0F});
  }

  void variablesAreCellsOfTheGrid() {
    InputFormat format;
    format.shape = {1, 28, 28};
    GridOptions grid{8, 8, 10, 3, {1, 1, 7, 7}};
    const InputVariables variables = drawGridCells(format, grid);
    const LayerMask mask = layerMask(variables, format, 8, 8);
    std::set<std::pair<int, int>> cells;
    for (const auto& list : mask.cells) cells.insert(list.front());
    QCOMPARE(cells.size(), std::size_t{10});
    for (const auto& [row, column] : cells) QVERIFY(row >= 1 && row < 7 && column >= 1 && column < 7);
    QVERIFY_EXCEPTION_THROWN(layerMask(drawGridCells(format, GridOptions()), format, 8, 8), UserError);
    format.kind = InputKind::tabular;
    format.shape = {784};
    QVERIFY_EXCEPTION_THROWN(layerMask(variables, format, 8, 8), UserError);
  }

  void namesThatAreNotThereAreListed() {
    try {
      (void)cut("relu9", false);
      QFAIL("accepted");
    } catch (const UserError& error) {
      for (const char* name : {"relu9", "relu1", "relu2", "conv2"})
        QVERIFY2(QString(error.what()).contains(name), error.what());
    }
    QVERIFY_EXCEPTION_THROWN(layerInput(std::vector<float>(32), {32}, {}, Background::keep), UserError);
  }

  void protocolTakesThePapersChoices() {
    // The bundled network is LeNet-like: the first ReLU. Two 3x3 convolutions first: the second.
    NetworkOptions options;
    options.inputShape = {1, 28, 28};
    options.maskAt = "two-phase";
    QVERIFY(
        QString::fromStdString(loadNetwork(models / "cnn.pt", models / "cnn.pth", options)->path()).contains("relu1"));
    QVERIFY(QString::fromStdString(loadNetwork(models / "vgg.pt", {}, options)->path()).contains("relu2"));
    const QTemporaryDir folder;
    const auto run = std::filesystem::path(folder.path().toStdString());
    for (const auto& entry : std::filesystem::directory_iterator(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet")) {
      if (entry.path().filename() != "run.json")
        std::filesystem::create_symlink(entry.path(), run / entry.path().filename());
    }
    std::ofstream(run / "run.json") << R"({"protocol": "two-phase", "samples": "samples.npz",
      "input": {"kind": "image", "shape": [1, 28, 28], "mean": [0.286], "std": [0.353]}})";
    const ExtractionOptions chosen = extractionOptions(Run::open(run));
    QCOMPARE(chosen.maskAt, std::string("two-phase"));
    QCOMPARE(chosen.maskRows, 8);
    QCOMPARE(chosen.background, Background::keep);
    QCOMPARE(chosen.variables.front().count(), 10);
    for (const InputVariables& variables : chosen.variables) QVERIFY(variables == chosen.variables.front());
    QVERIFY(resultsHeader(Run::open(run), chosen).options.find("two-phase") != std::string::npos);
  }

  // As published for point clouds: the points of a masked cluster move to its mean; a baseline of one's own is kept to.
  void pointsMoveToTheirClustersMean() {
    const QTemporaryDir folder;
    const auto place = std::filesystem::path(folder.path().toStdString());
    std::filesystem::copy_file(models / "mlp.pt", place / "step=1.pt");
    std::filesystem::copy_file(models.parent_path() / "input/arrays/clouds.npz", place / "clouds.npz");
    const auto open = [&place](const std::string& baseline) {
      std::ofstream(place / "run.json") << R"({"samples": "clouds.npz", "input": {"kind": "points"}, )" << baseline
                                        << R"("variables": [{"points": [0, 2, 3]}, {"points": [1, 4]}]})";
      return Run::open(place);
    };
    const Run run = open("");
    const ExtractionOptions options = extractionOptions(run);
    QVERIFY(options.clusterMean);
    QVERIFY(resultsHeader(run, options).options.find("cluster mean") != std::string::npos);
    const ExtractionInputs inputs(run, options);
    const Sample& sample = run.samples().samples[1];
    const auto stride = static_cast<std::size_t>(run.samples().format.shape[1]);
    for (std::size_t c = 0; c < 3; ++c) {
      const float mean = (sample.values[c] + sample.values[2 * stride + c] + sample.values[3 * stride + c]) / 3.0F;
      for (const std::size_t p : {0U, 2U, 3U}) QVERIFY(test::near(inputs.inputs[1].base()[p * stride + c], mean, 1e-5));
      QVERIFY(inputs.inputs[1].base()[5 * stride + c] == sample.values[5 * stride + c]);  // of no variable
    }
    const Run own = open(R"("baseline": "zero", )");
    QVERIFY(!extractionOptions(own).clusterMean);
    QCOMPARE(ExtractionInputs(own, extractionOptions(own)).inputs[1].base()[0], 0.0F);
  }
};

QTEST_APPLESS_MAIN(LayerMaskTest)
#include "tst_layer_mask.moc"
