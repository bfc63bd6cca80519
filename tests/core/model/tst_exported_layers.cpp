// SPDX-License-Identifier: GPL-3.0-or-later
// Inside networks of torch.export: values of layers, masking at a layer, gradients by parameters, and gates, beside
// what today's PyTorch says. See make_layers.py and make_gradients.py in tests/golden/model/exported.
#include "core/base/user_error.h"
#include "core/model/load_gated_network.h"
#include "core/model/load_network.h"
#include "core/model/score_gradients.h"
#include "tests/core/model/exported_answers.h"
#include "tests/core/near.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <string>

using namespace spindle;
using namespace spindle::test;

namespace {

/// In the order of the file, which of layers is that of the forward pass.
nlohmann::ordered_json goldenOf(const char* file) {
  return nlohmann::ordered_json::parse(std::ifstream(exportedFolder() / file));
}

Gates filled(const GatedNetwork& network, float value) {
  Gates gates;
  for (const GatedLayer& layer : network.layers()) gates.emplace_back(layer.units, value);
  return gates;
}

std::span<const float> firstRow(const ExportedAnswers& answers) {
  return std::span<const float>(answers.inputs).first(answers.elements());
}

}  // namespace

class TestExportedLayers : public QObject {
  Q_OBJECT

 private slots:
  void valuesAreThoseOfPyTorch_data();
  void valuesAreThoseOfPyTorch();
  void maskedLayersAnswerAsInPyTorch_data();
  void maskedLayersAnswerAsInPyTorch();
  void gradientsAreThoseOfPyTorch_data();
  void gradientsAreThoseOfPyTorch();
  void gatesAreFactorsWithGradients_data();
  void gatesAreFactorsWithGradients();
};

void TestExportedLayers::valuesAreThoseOfPyTorch_data() {
  QTest::addColumn<QString>("name");
  const auto golden = goldenOf("layers.json");
  for (const auto& [name, entry] : golden.items()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

/// Layer by layer; the last, the outputs, is none. In untrained networks norms have equal weights, and one gives its
/// name to the others (ln_1, ln_1#2, ...); what was folded with its weights is numbered (linear1).
void TestExportedLayers::valuesAreThoseOfPyTorch() {
  QFETCH(QString, name);
  const auto layers = goldenOf("layers.json").at(name.toStdString()).at("values");
  const auto answers = exportedAnswers(name);
  auto options = answers.options;
  options.valuesOf = {"all"};
  const auto network = loadNetwork(exportedFile(name), {}, options);
  std::vector<std::vector<float>> values;
  std::vector<float> outputs(network->outputs());
  network->evaluateLayers(firstRow(answers), 1, values, outputs);
  QCOMPARE(values.size(), layers.size() - 1);
  auto golden = layers.begin();
  for (std::size_t l = 0; l < values.size(); ++l, ++golden) {
    const std::string& called = network->valueLayers()[l].name;
    QVERIFY2(called == golden.key() || called.find('#') != called.npos || called.starts_with("linear"),
             (called + ", " + golden.key()).c_str());
    const auto& row = values[l];
    QCOMPARE(row.size(), golden->at(0).get<std::size_t>());
    double squares = 0.0;
    for (const float value : row) squares += static_cast<double>(value) * static_cast<double>(value);
    QVERIFY(near(squares, golden->at(1), 1e-5 * golden->at(1).get<double>()));
    for (std::size_t i = 0; i < 8; ++i) QVERIFY(near(row[i * (row.size() - 1) / 7], golden->at(2)[i], 1e-5));
  }
}

void TestExportedLayers::maskedLayersAnswerAsInPyTorch_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("layer");
  const auto golden = goldenOf("layers.json");
  for (const auto& [name, entry] : golden.items()) {
    for (const auto& [layer, rows] : entry.at("masked").items())
      QTest::addRow("%s at %s", name.c_str(), layer.c_str())
          << QString::fromStdString(name) << QString::fromStdString(layer);
  }
}

/// The first and the second half of the layer's values are the two variables.
void TestExportedLayers::maskedLayersAnswerAsInPyTorch() {
  QFETCH(QString, name);
  QFETCH(QString, layer);
  const std::vector<float> expected =
      goldenOf("layers.json").at(name.toStdString()).at("masked").at(layer.toStdString());
  const auto answers = exportedAnswers(name);
  auto options = answers.options;
  options.maskAt = layer.toStdString();
  const auto network = loadNetwork(exportedFile(name), {}, options);
  const auto values = network->layerValues(firstRow(answers));
  AdditiveInput input{std::vector<float>(values.size(), 0.0F), std::vector<AdditiveInput::Part>(2)};
  for (std::uint32_t k = 0; k < values.size(); ++k) {
    auto& part = input.parts[k >= values.size() / 2 ? 1 : 0];
    part.indices.push_back(k);
    part.present.push_back(values[k]);
  }
  std::vector<float> results(4 * network->outputs());
  network->evaluateCoalitions(input, 4, results);
  QVERIFY(allNear(results, expected, 1e-5));
}

void TestExportedLayers::gradientsAreThoseOfPyTorch_data() {
  QTest::addColumn<std::size_t>("place");
  std::size_t place = 0;
  for (const auto& one : goldenOf("gradients.json"))
    QTest::newRow(one.at("name").get<std::string>().c_str()) << place++;
}

/// To 1e-5 of the largest derivative by the same tensor (as in tst_score_gradients.cpp).
void TestExportedLayers::gradientsAreThoseOfPyTorch() {
  QFETCH(std::size_t, place);
  const auto described = goldenOf("gradients.json");
  const auto sizeOf = [](const nlohmann::ordered_json& one) {
    std::size_t size = 0;
    for (const auto& parameter : one.at("parameters")) size += parameter[1].get<std::size_t>();
    return size;
  };
  std::size_t before = 0;
  for (std::size_t i = 0; i < place; ++i) before += sizeOf(described[i]);
  const auto& one = described[place];
  std::vector<float> expected(sizeOf(one));
  std::ifstream stream(exportedFolder() / "gradients.bin", std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(sizeof(float) * before));
  stream.read(reinterpret_cast<char*>(expected.data()), static_cast<std::streamsize>(sizeof(float) * expected.size()));
  QVERIFY(stream.good());

  const auto answers = exportedAnswers(QTest::currentDataTag());
  const auto gradients = loadScoreGradients(exportedFile(QTest::currentDataTag()), {}, answers.options);
  QCOMPARE(gradients->elements(), expected.size());
  std::vector<float> found(expected.size());
  gradients->gradient(firstRow(answers), OutputKind::logits, Score::logOdds, one.at("target"), found);
  QVERIFY(gradients->unreached().empty());
  const auto largest = [](std::span<const float> list) {
    double most = 0.0;
    for (const float value : list) most = std::max(most, static_cast<double>(std::abs(value)));
    return most;
  };
  const double whole = largest(expected);
  std::map<std::string, std::span<const float>> goldens;  // PyTorch has them in the order of the modules
  for (std::size_t start = 0; const auto& parameter : one.at("parameters")) {
    const auto size = parameter[1].get<std::size_t>();
    goldens[parameter[0]] = std::span<const float>(expected).subspan(start, size);
    start += size;
  }
  std::size_t at = 0;
  for (const NetworkParameter& parameter : gradients->parameters()) {
    const auto golden = goldens.at(parameter.name);
    const double scale = std::max(largest(golden), 1e-2 * whole);
    QVERIFY2(allNear(std::span<const float>(found).subspan(at, parameter.elements), golden, 1e-5 * scale),
             parameter.name.c_str());
    at += parameter.elements;
  }
}

void TestExportedLayers::gatesAreFactorsWithGradients_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"mlp", "lenet", "lenet_decomposed", "resnet18", "vit", "distilbert", "fixed_one"})
    QTest::newRow(name) << name;
}

/// Open gates change nothing; a gate takes away half of its unit and of no other; the gradient of the first output by
/// all gates is that of finite differences, in six directions.
void TestExportedLayers::gatesAreFactorsWithGradients() {
  QFETCH(QString, name);
  const auto answers = exportedAnswers(name);
  auto options = answers.options;
  options.valuesOf = {"activations"};
  const auto network = loadGatedNetwork(exportedFile(name), {}, options);
  const std::size_t rows = name == "fixed_one" ? 1 : 2;
  const auto inputs = std::span<const float>(answers.inputs).first(rows * answers.elements());
  const Gates open = filled(*network, 1.0F);
  const GatedValues whole = network->evaluate(inputs, rows, open);
  QVERIFY(allNear(whole.results, std::span(answers.outputs).first(rows * network->outputs()), 1e-5));

  const GatedLayer& first = network->layers().front();
  Gates half = open;
  half[0][1] = 0.5F;
  const auto values = network->evaluate(inputs, rows, half).layers[0];
  const std::size_t elements = values.size() / rows;
  for (std::size_t i = 0; i < values.size(); ++i)
    QCOMPARE(values[i], whole.layers[0][i] * (first.unitOf(i % elements, elements) == 1 ? 0.5F : 1.0F));

  const Gates gradient = network->gradient(inputs, rows, open, [](const GatedValues& now, GatedValues& by) {
    by.results.assign(now.results.size(), 0.0F);
    by.results[0] = 1.0F;
    by.layers = now.layers;
    for (auto& layer : by.layers) std::ranges::fill(layer, 0.0F);
  });
  for (int direction = 1; direction <= 6; ++direction) {
    constexpr float step = 1e-3F;
    Gates ahead = open, behind = open;
    double slope = 0.0, size = 0.0;
    for (std::size_t l = 0; l < open.size(); ++l) {
      for (std::size_t u = 0; u < open[l].size(); ++u) {
        const float along = std::cos(static_cast<float>(direction) * static_cast<float>(5 * l + u + 1));
        ahead[l][u] += step * along;
        behind[l][u] -= step * along;
        slope += static_cast<double>(gradient[l][u] * along);
        size += std::abs(static_cast<double>(gradient[l][u] * along));
      }
    }
    const double up = network->evaluate(inputs, rows, ahead).results[0];
    const double down = network->evaluate(inputs, rows, behind).results[0];
    QVERIFY2(size > 0.0, "no gradient at all");
    QVERIFY(near((up - down) / (2.0 * static_cast<double>(step)), slope, 0.01 * size));
  }
}

QTEST_APPLESS_MAIN(TestExportedLayers)
#include "tst_exported_layers.moc"
