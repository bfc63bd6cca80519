// SPDX-License-Identifier: GPL-3.0-or-later
// Gates of classes: planted blocks of units are found exactly and dead units dropped, a larger weight keeps fewer, the
// gradient of the loss is that of finite differences, and the same arguments give the same bytes.
#include "core/base/split_mix.h"
#include "core/measure/gates/composite_hits.h"
#include "core/measure/gates/learned_gates.h"
#include "core/model/load_gated_network.h"
#include "tests/core/model/made_weights.h"
#include "tests/core/near.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace spindle;
using namespace spindle::test;

namespace {

constexpr std::size_t classes = 3, block = 4, inputs = classes * block, units = inputs + 1;  // the last unit is dead

/// Unit u of both layers reads the inputs of its block alone, and the output of a class the units of its block alone.
/// A large last weight makes the network so sure that the cross-entropy asks for nothing.
std::unique_ptr<GatedNetwork> planted(const QTemporaryDir& folder, float lastWeight = 5.0F,
                                      const std::vector<std::string>& ending = {}) {
  MadeTensor first{"0.weight", {units, inputs}, std::vector<float>(units * inputs, 0.0F)},
      second{"2.weight", {units, units}, std::vector<float>(units * units, 0.0F)},
      last{"4.weight", {classes, units}, std::vector<float>(classes * units, 0.0F)};
  MadeTensor firstBias{"0.bias", {units}, std::vector<float>(units, 0.0F)}, secondBias = firstBias;
  secondBias.name = "2.bias";
  firstBias.values.back() = secondBias.values.back() = -1.0F;
  for (std::size_t u = 0; u < inputs; ++u) {
    first.values[u * inputs + u] = 1.0F;
    last.values[(u / block) * units + u] = lastWeight;
    for (std::size_t v = 0; v < inputs; ++v) {
      if (u / block == v / block) second.values[u * units + v] = u == v ? 0.7F : 0.1F;
    }
  }
  const auto file = std::filesystem::path(folder.path().toStdString()) / "planted.safetensors";
  writeWeights(file, {first, firstBias, second, secondBias, last, {"4.bias", {classes}, {0.0F, 0.0F, 0.0F}}});
  NetworkOptions options;
  options.layers = {"linear", "relu", "linear", "relu", "linear"};
  options.layers.insert(options.layers.end(), ending.begin(), ending.end());
  options.inputShape = {inputs};
  options.valuesOf = {"relu1", "relu2"};
  return loadGatedNetwork(file, {}, options);
}

/// Large in the block of the class, small elsewhere.
std::vector<float> imagesOf(std::size_t c, std::size_t rows) {
  SplitMix64 random(11 + c);
  std::vector<float> list;
  for (std::size_t i = 0; i < rows * inputs; ++i) {
    const bool own = i % inputs / block == c;
    list.push_back(static_cast<float>(own ? 1.0 + random.uniform() : 0.2 * random.uniform()));
  }
  return list;
}

LearnedGates learned(GatedNetwork& network, std::size_t c, const GateLearning& how) {
  const std::vector<float> list = imagesOf(c, 160);
  auto found = learnedGates(network, {list, 160, c, OutputKind::logits}, how, {}, RunControl());
  if (!found) qFatal("no image is recognized");
  return *found;
}

double keptShare(const Gates& gates) {
  double kept = 0.0, all = 0.0;
  for (const auto& layer : hardGates(gates)) {
    for (const float gate : layer) kept += static_cast<double>(gate);
    all += static_cast<double>(layer.size());
  }
  return kept / all;
}

}  // namespace

class GatesTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;

 private slots:
  void plantedBlocksAreFound() {
    const auto network = planted(folder_);
    for (const bool relative : {false, true}) {
      GateLearning how;
      how.relative = relative;
      how.beta = relative ? 0.3 : 0.1;
      for (std::size_t c = 0; c < classes; ++c) {
        const LearnedGates found = learned(*network, c, how);
        QCOMPARE(found.right, std::size_t{160});
        const Gates hard = hardGates(found.gates);
        for (const auto& layer : hard) {
          for (std::size_t u = 0; u < units; ++u)
            QVERIFY2((layer[u] == 1.0F) == (u / block == c), qPrintable(QString("class %1, unit %2").arg(c).arg(u)));
        }
        // Images of the class are recognized through its path, those of others never.
        for (std::size_t d = 0; d < classes; ++d) {
          const auto results = network->evaluate(imagesOf(d, 20), 20, hard).results;
          for (std::size_t r = 0; r < 20; ++r)
            QCOMPARE(answerOf(std::span(results).subspan(r * classes, classes), OutputKind::logits), c);
        }
      }
    }
  }

  void deadUnitsAreDroppedAndUsedOnesKept() {
    const auto network = planted(folder_);
    GateLearning how;
    how.beta = 0.0;
    how.epochs = 80;
    const LearnedGates found = learned(*network, 1, how);
    for (const auto& layer : hardGates(found.gates)) {
      for (std::size_t u = 0; u < units; ++u) QCOMPARE(layer[u], u + 1 < units ? 1.0F : 0.0F);
    }
    for (const auto& layer : found.gates) QCOMPARE(layer.back(), 0.0F);
    const auto images = imagesOf(1, 20);
    Gates open{std::vector<float>(units, 1.0F), std::vector<float>(units, 1.0F)};
    QVERIFY(allNear(network->evaluate(images, 20, hardGates(found.gates)).results,
                    network->evaluate(images, 20, open).results, 1e-5));
  }

  void aLargerWeightKeepsFewer() {
    const auto network = planted(folder_);
    std::vector<double> kept;
    for (const double beta : {0.0, 0.004, 0.1, 30.0}) {
      GateLearning how;
      how.beta = beta;
      how.epochs = 80;
      kept.push_back(keptShare(learned(*network, 0, how).gates));
    }
    for (std::size_t k = 1; k < kept.size(); ++k) QVERIFY2(kept[k] <= kept[k - 1], std::to_string(kept[k]).c_str());
    QCOMPARE(kept[0], static_cast<double>(inputs) / static_cast<double>(units));
    QCOMPARE(kept[2], static_cast<double>(block) / static_cast<double>(units));
    QVERIFY(kept[3] < kept[2]);
  }

  void gradientByFiniteDifferences_data() {
    QTest::addColumn<QString>("ending");
    QTest::newRow("logits") << "";
    QTest::newRow("probabilities") << "softmax";
    QTest::newRow("log-probabilities") << "log_softmax";
  }
  void gradientByFiniteDifferences() {
    QFETCH(QString, ending);
    const auto network =
        planted(folder_, 0.5F, ending.isEmpty() ? std::vector<std::string>() : std::vector{ending.toStdString()});
    const OutputKind kind = ending.isEmpty()          ? OutputKind::logits
                            : ending == "log_softmax" ? OutputKind::logProbabilities
                                                      : OutputKind::probabilities;
    std::vector<float> list = imagesOf(0, 4);
    const auto others = imagesOf(2, 2);
    list.insert(list.end(), others.begin(), others.end());
    const std::vector<bool> right{true, true, false, true, false, false};
    const ClassImages images{list, 6, 0, kind};
    const std::vector<double> beta{0.4, 0.7};
    const Gates open{std::vector<float>(units, 1.0F), std::vector<float>(units, 1.0F)};
    const GatedValues original = network->evaluate(list, 6, open);
    GateLogits m(2, std::vector<double>(units));
    for (std::size_t l = 0; l < 2; ++l) {
      for (std::size_t u = 0; u < units; ++u) m[l][u] = std::sin(static_cast<double>(5 * l + 3 * u));
    }
    const GateLoss loss = gateLoss(*network, images, original, right, m, beta);
    QVERIFY(std::abs(loss.total - 0.5 * (loss.crossEntropy + loss.difference + loss.size)) < 1e-12);
    for (std::size_t l = 0; l < 2; ++l) {
      for (std::size_t u = 0; u < units; ++u) {
        constexpr double step = 1e-2;
        GateLogits ahead = m, behind = m;
        ahead[l][u] += step;
        behind[l][u] -= step;
        const double measured = (gateLoss(*network, images, original, right, ahead, beta).total -
                                 gateLoss(*network, images, original, right, behind, beta).total) /
                                (2.0 * step);
        QVERIFY(near(loss.gradient[l][u], measured, 2e-4));
      }
    }
  }

  /// A channel for each class, which is bright where its images are.
  void compositesShowThePlace() {
    constexpr std::size_t colors = 4, side = 16;
    MadeTensor first{"0.weight", {colors, colors, 1, 1}, std::vector<float>(colors * colors, 0.0F)},
        last{"3.weight", {colors, colors}, std::vector<float>(colors * colors, 0.0F)};
    for (std::size_t c = 0; c < colors; ++c) first.values[c * colors + c] = last.values[c * colors + c] = 1.0F;
    const auto file = std::filesystem::path(folder_.path().toStdString()) / "colors.safetensors";
    writeWeights(file, {first,
                        {"0.bias", {colors}, std::vector<float>(colors, 0.0F)},
                        last,
                        {"3.bias", {colors}, std::vector<float>(colors, 0.0F)}});
    NetworkOptions options;
    options.layers = {"conv", "relu", "globalavgpool", "flatten", "linear"};
    options.inputShape = {colors, side, side};
    options.valuesOf = {"relu1"};
    const auto network = loadGatedNetwork(file, {}, options);
    std::vector<std::vector<float>> images(colors);
    SplitMix64 random(5);
    for (std::size_t c = 0; c < colors; ++c) {
      for (std::size_t i = 0; i < 3 * colors * side * side; ++i)
        images[c].push_back(static_cast<float>((i / (side * side) % colors == c ? 1.0 : 0.0) + 0.1 * random.uniform()));
    }
    for (std::size_t c = 0; c < colors; ++c) {
      Gates own{std::vector<float>(colors, 0.0F)}, other = own;
      own[0][c] = 1.0F;
      other[0][(c + 1) % colors] = 1.0F;
      const std::vector<std::int64_t> shape = options.inputShape;
      QCOMPARE(compositeHits(*network, images, shape, c, own, 12, 1, RunControl()).mean[0], 1.0);
      QCOMPARE(compositeHits(*network, images, shape, c, own, 12, 1, RunControl()).deviation[0], 0.0);
      QVERIFY(compositeHits(*network, images, shape, c, other, 12, 1, RunControl()).mean[0] < 0.5);
    }
    images[1].clear();
    QVERIFY(std::isnan(
        compositeHits(*network, images, options.inputShape, 0, {std::vector<float>(colors, 1.0F)}, 4, 1, RunControl())
            .mean[0]));
  }

  void theSameBytesEveryTime() {
    const auto network = planted(folder_);
    GateLearning how;
    how.epochs = 3;
    const LearnedGates once = learned(*network, 0, how);
    QCOMPARE(learned(*network, 0, how).gates, once.gates);
    how.seed = 2;
    QVERIFY(learned(*network, 0, how).gates != once.gates);
  }

  void noneWhereNoImageIsRecognized() {
    const auto network = planted(folder_);
    const auto list = imagesOf(1, 30);
    QVERIFY(!learnedGates(*network, {list, 30, 0, OutputKind::logits}, {}, {}, RunControl()));
  }
};

QTEST_GUILESS_MAIN(GatesTest)
#include "tst_gates.moc"
