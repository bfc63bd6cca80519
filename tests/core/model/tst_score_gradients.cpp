// SPDX-License-Identifier: GPL-3.0-or-later
// Gradients of the score by the parameters: PyTorch's own, finite differences of the plain path, and what cannot be
// had.
#include "core/base/user_error.h"
#include "core/model/load_network.h"
#include "core/model/score_gradients.h"
#include "core/weights/weights_file.h"
#include "tests/core/model/made_weights.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <numeric>

using namespace spindle;
using spindle::test::MadeTensor;
using spindle::test::writeWeights;

namespace {

const std::filesystem::path models = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model";

nlohmann::json described() {
  return nlohmann::json::parse(std::ifstream(models / "gradients.json"));
}

struct Golden {
  std::filesystem::path architecture, weights;
  NetworkOptions options;
  std::size_t target = 0;
  std::vector<NetworkParameter> parameters;
  std::vector<float> input, gradient;
};

Golden golden(const std::string& name) {
  std::size_t at = 0;
  for (const auto& one : described()) {
    Golden network;
    for (const auto& parameter : one.at("parameters")) network.parameters.push_back({parameter[0], parameter[1]});
    network.options.inputShape = one.at("shape").get<std::vector<std::int64_t>>();
    network.input.resize(static_cast<std::size_t>(std::accumulate(
        network.options.inputShape.begin(), network.options.inputShape.end(), std::int64_t{1}, std::multiplies<>())));
    for (const NetworkParameter& parameter : network.parameters)
      network.gradient.resize(network.gradient.size() + parameter.elements);
    if (one.at("name") == name) {
      network.options.tokens = one.at("tokens");
      network.options.layers = one.at("words").get<std::vector<std::string>>();
      const std::filesystem::path weights = models / one.at("weights").get<std::string>();
      const std::string architecture = one.at("architecture");
      network.architecture = architecture.empty() ? weights : models / architecture;
      if (!architecture.empty()) network.weights = weights;
      network.target = one.at("target");
      std::ifstream stream(models / "gradients.bin", std::ios::binary);
      stream.seekg(static_cast<std::streamoff>(4 * at));
      for (std::vector<float>* list : {&network.input, &network.gradient})
        stream.read(reinterpret_cast<char*>(list->data()), static_cast<std::streamsize>(4 * list->size()));
      return network;
    }
    at += network.input.size() + network.gradient.size();
  }
  throw std::runtime_error("no such network");
}

std::unique_ptr<ScoreGradients> loaded(const Golden& network, const std::string& pattern = "*") {
  return loadScoreGradients(network.architecture, network.weights, network.options, pattern);
}

double largest(std::span<const float> values) {
  double found = 0.0;
  for (const float value : values) found = std::max(found, static_cast<double>(std::abs(value)));
  return found;
}

std::unique_ptr<ScoreGradients> loaded(const std::string& file, const std::string& pattern = "*") {
  NetworkOptions options;
  options.inputShape = {3};
  return loadScoreGradients(models / file, {}, options, pattern);
}

}  // namespace

class ScoreGradientsTest : public QObject {
  Q_OBJECT

 private slots:
  void equalPyTorchs_data();
  void equalPyTorchs();
  void equalFiniteDifferences();
  void someParameters();
  void tiedUnderBothNames();
  void unreachedOnesAreNamed();
  void batchesOfFixedSize();
  void whatCannotBeHadIsTold();
};

void ScoreGradientsTest::equalPyTorchs_data() {
  QTest::addColumn<QString>("name");
  for (const auto& one : described())
    QTest::newRow(one.at("name").get<std::string>().c_str()) << QString::fromStdString(one.at("name"));
}

/// To 1e-5 of the largest derivative by the same tensor; by a bias of keys, which softmax takes away, all are rounding.
void ScoreGradientsTest::equalPyTorchs() {
  QFETCH(QString, name);
  const Golden network = golden(name.toStdString());
  const auto gradients = loaded(network);
  QCOMPARE(gradients->parameters().size(), network.parameters.size());
  QCOMPARE(gradients->elements(), network.gradient.size());
  QVERIFY(gradients->unreached().empty());
  std::vector<float> found(gradients->elements()), again(gradients->elements());
  const double score = gradients->gradient(network.input, OutputKind::logits, Score::logOdds, network.target, found);
  QCOMPARE(gradients->gradient(network.input, OutputKind::logits, Score::logOdds, network.target, again), score);
  QVERIFY(again == found);  // nothing is added up
  const auto plain = loadNetwork(network.architecture, network.weights, network.options);
  std::vector<float> row(plain->outputs());
  plain->evaluate(network.input, 1, row);
  QVERIFY(std::abs(scoreOf(row, OutputKind::logits, Score::logOdds, network.target) - score) <=
          1e-4 * (1.0 + std::abs(score)));
  const double whole = largest(network.gradient);
  std::size_t at = 0;
  double worst = 0.0;
  for (std::size_t p = 0; p < network.parameters.size(); ++p) {
    QCOMPARE(gradients->parameters()[p].name, network.parameters[p].name);
    QCOMPARE(gradients->parameters()[p].elements, network.parameters[p].elements);
    const auto expected = std::span(network.gradient).subspan(at, network.parameters[p].elements);
    const double scale = std::max(largest(expected), 1e-2 * whole);
    for (std::size_t k = 0; k < expected.size(); ++k)
      worst = std::max(worst, std::abs(static_cast<double>(found[at + k]) - static_cast<double>(expected[k])) / scale);
    at += expected.size();
  }
  QVERIFY2(worst <= 1e-5, qPrintable(QString::number(worst)));
}

/// Against the folded, frozen network that evaluates: a chain with batch and layer normalization, groups and GELU.
void ScoreGradientsTest::equalFiniteDifferences() {
  const auto chain = nlohmann::json::parse(std::ifstream(models / "chains.json")).at("chain_words");
  NetworkOptions options;
  options.layers = chain.at("words").get<std::vector<std::string>>();
  options.inputShape = chain.at("shape").get<std::vector<std::int64_t>>();
  options.shareFirstLayer = false;
  const std::vector<float> input = chain.at("inputs")[0];
  const QTemporaryDir folder;
  const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "w.safetensors";
  std::vector<MadeTensor> tensors;
  for (const NamedTensor& one : readWeights(models / "chain_words.pth").tensors) {
    if (one.name.ends_with("num_batches_tracked")) continue;
    tensors.push_back({one.name, one.tensor.shape, one.tensor.toFloats()});
  }
  const auto score = [&] {
    writeWeights(file, tensors);
    const auto network = loadNetwork(file, {}, options);
    std::vector<float> row(network->outputs());
    network->evaluate(input, 1, row);
    return scoreOf(row, OutputKind::logits, Score::logOdds, 1);
  };
  writeWeights(file, tensors);
  const auto gradients = loadScoreGradients(file, {}, options);
  std::vector<float> found(gradients->elements());
  gradients->gradient(input, OutputKind::logits, Score::logOdds, 1, found);
  std::size_t at = 0;
  for (const NetworkParameter& parameter : gradients->parameters()) {
    MadeTensor& tensor = *std::ranges::find(tensors, parameter.name, &MadeTensor::name);
    QCOMPARE(parameter.elements, tensor.values.size());
    const double scale = largest(std::span(found).subspan(at, parameter.elements));
    for (const std::size_t k : {std::size_t{0}, parameter.elements / 2, parameter.elements - 1}) {
      const float own = tensor.values[k], step = 0x1p-7F;
      tensor.values[k] = own + step;
      const double up = score();
      tensor.values[k] = own - step;
      const double down = score();
      tensor.values[k] = own;
      const double expected = (up - down) / (2.0 * static_cast<double>(step));
      QVERIFY2(
          std::abs(static_cast<double>(found[at + k]) - expected) <= 2e-3 * std::max(scale, 0.1),
          qPrintable(
              QString("%1 %2: %3 instead of %4").arg(parameter.name.c_str()).arg(k).arg(found[at + k]).arg(expected)));
    }
    at += parameter.elements;
  }
  QCOMPARE(at, found.size());
}

void ScoreGradientsTest::someParameters() {
  const Golden network = golden("lenet");
  const auto all = loaded(network), some = loaded(network, "fc?.b*");
  QCOMPARE(some->parameters().size(), std::size_t{2});
  QCOMPARE(some->parameters()[0].name, std::string("fc1.bias"));
  std::vector<float> found(some->elements());
  some->gradient(network.input, OutputKind::logits, Score::logOdds, network.target, found);
  std::vector<float> expected;
  std::size_t at = 0;
  for (const NetworkParameter& one : network.parameters) {
    if (one.name == "fc1.bias" || one.name == "fc2.bias")
      expected.insert(expected.end(), network.gradient.begin() + static_cast<std::ptrdiff_t>(at),
                      network.gradient.begin() + static_cast<std::ptrdiff_t>(at + one.elements));
    at += one.elements;
  }
  QCOMPARE(found.size(), expected.size());
  for (std::size_t k = 0; k < found.size(); ++k) QVERIFY(std::abs(found[k] - expected[k]) <= 1e-5F);
}

/// Tensors that the architecture ties are one, also for a checkpoint that has both names.
void ScoreGradientsTest::tiedUnderBothNames() {
  const QTemporaryDir folder;
  const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "w.safetensors";
  const std::vector<float> values(36, 0.5F);
  writeWeights(file, {{"embedding.weight", {9, 4}, values}, {"head.weight", {9, 4}, values}});
  NetworkOptions options;
  options.inputShape = {3};
  options.tokens = true;
  QCOMPARE(loadScoreGradients(models / "tied.pt", file, options)->elements(), std::size_t{36});
}

void ScoreGradientsTest::unreachedOnesAreNamed() {
  const auto gradients = loaded("gradient_detached.pt");
  QVERIFY(gradients->unreached().empty());
  std::vector<float> found(gradients->elements(), 7.0F);
  gradients->gradient(std::vector<float>{1.0F, 2.0F, 3.0F}, OutputKind::value, Score::value, 1, found);
  QCOMPARE(gradients->unreached(),
           (std::vector<std::string>{"first.weight", "first.bias", "spare.weight", "spare.bias"}));
  QCOMPARE(std::vector<float>(found.begin(), found.begin() + 24), std::vector<float>(24, 0.0F));
  QCOMPARE(std::vector<float>(found.end() - 3, found.end()), (std::vector<float>{0.0F, 1.0F, 0.0F}));  // last.bias
  const auto none = loaded("gradient_detached.pt", "first.*");
  std::vector<float> first(none->elements());
  try {
    none->gradient(std::vector<float>(3, 1.0F), OutputKind::value, Score::value, 1, first);
    QFAIL("accepted");
  } catch (const UserError& error) {
    QVERIFY2(QString(error.what()).contains("reaches first.weight, first.bias"), error.what());
  }
}

void ScoreGradientsTest::batchesOfFixedSize() {
  const auto gradients = loaded("gradient_four_rows.pt");
  std::vector<float> found(8);
  gradients->gradient(std::vector<float>{1.0F, -2.0F, 3.0F}, OutputKind::value, Score::value, 1, found);
  QCOMPARE(found, (std::vector<float>{0.0F, 0.0F, 0.0F, 1.0F, -2.0F, 3.0F, 0.0F, 1.0F}));
}

void ScoreGradientsTest::whatCannotBeHadIsTold() {
  const auto told = [](const auto& load, const char* part) {
    try {
      (void)load();
      return false;
    } catch (const UserError& error) {
      if (!QString(error.what()).contains(part)) qWarning("%s", error.what());
      return QString(error.what()).contains(part);
    }
  };
  QVERIFY(told([] { return loaded("gradient_frozen.pt"); }, "no parameters to differentiate by"));
  QVERIFY(told([] { return loaded("gradient_detached.pt", "fc*"); }, "there are first.weight"));
  // A score that is not finite leaves the span alone.
  const auto gradients = loaded("gradient_detached.pt");
  std::vector<float> kept(gradients->elements(), 7.0F);
  const std::vector<float> broken{std::numeric_limits<float>::quiet_NaN(), 0.0F, 0.0F};
  QVERIFY(std::isnan(gradients->gradient(broken, OutputKind::logits, Score::logOdds, 0, kept)));
  QCOMPARE(kept, std::vector<float>(kept.size(), 7.0F));
}

QTEST_APPLESS_MAIN(ScoreGradientsTest)
#include "tst_score_gradients.moc"
