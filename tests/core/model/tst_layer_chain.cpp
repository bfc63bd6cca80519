// SPDX-License-Identifier: GPL-3.0-or-later
// Networks rebuilt from the names and shapes of their weights give PyTorch's own outputs.
#include "core/base/user_error.h"
#include "core/model/layer_chain.h"
#include "core/model/load_network.h"
#include "core/weights/weights_file.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

using namespace spindle;

namespace {

const std::filesystem::path models = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model";

nlohmann::json chains() {
  return nlohmann::json::parse(std::ifstream(models / "chains.json"));
}

std::unique_ptr<Network> built(const std::string& name, const std::vector<std::string>& words,
                               const std::vector<std::int64_t>& shape) {
  NetworkOptions options;
  options.inputShape = shape;
  options.layers = words;
  return loadNetwork(models / (name + ".pth"), {}, options);
}

}  // namespace

class LayerChainTest : public QObject {
  Q_OBJECT

 private slots:
  void outputsEqualPyTorchs_data() {
    QTest::addColumn<QString>("name");
    const auto all = chains();
    for (const auto& [name, chain] : all.items()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  void outputsEqualPyTorchs() {
    QFETCH(QString, name);
    const auto chain = chains().at(name.toStdString());
    const auto network = built(name.toStdString(), chain.at("words").get<std::vector<std::string>>(),
                               chain.at("shape").get<std::vector<std::int64_t>>());
    for (std::size_t row = 0; row < 3; ++row) {
      const auto input = chain.at("inputs")[row].get<std::vector<float>>();
      const auto expected = chain.at("outputs")[row].get<std::vector<float>>();
      QCOMPARE(network->outputs(), expected.size());
      std::vector<float> output(expected.size());
      network->evaluate(input, 1, output);
      for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY(std::abs(output[i] - expected[i]) <= 1e-4F * std::max(1.0F, std::abs(expected[i])));
    }
  }

  /// What makes extraction fast on a network from a file does so on a rebuilt one.
  void firstLayersAreShared() {
    const auto network = built("chain_mlp", {"mlp"}, {12});
    AdditiveInput input;
    input.base.assign(12, 0.0F);
    for (std::uint32_t i = 0; i < 10; ++i) input.parts.push_back({{i}, {1.0F}});
    std::vector<float> results(1024 * network->outputs());
    network->evaluateCoalitions(input, 64, results);
    std::vector<float> row(12, 0.0F), alone(network->outputs());
    row[3] = 1.0F;
    network->evaluate(row, 1, alone);
    for (std::size_t j = 0; j < alone.size(); ++j) QVERIFY(std::abs(results[8 * alone.size() + j] - alone[j]) < 1e-5F);
  }

  void whatDoesNotFitIsTold_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("part");
    QTest::newRow("no such layer") << QStringList{"conv", "cake"} << "\"cake\"";
    QTest::newRow("number missing") << QStringList{"maxpool"} << "\"maxpool\"";
    QTest::newRow("too few") << QStringList{"conv", "relu", "maxpool 2", "flatten"} << "\"4\"";
    QTest::newRow("too many") << QStringList{"conv", "relu", "maxpool 2", "flatten", "linear", "linear"}
                              << "no weights";
    QTest::newRow("wrong order") << QStringList{"flatten", "linear"} << "next weights are \"0\"";
    QTest::newRow("shapes") << QStringList{"conv padding 0", "relu", "maxpool 2", "flatten", "linear"} << "[4, 75]";
    QTest::newRow("flat convolution") << QStringList{"flatten", "conv"} << "before flatten";
  }
  void whatDoesNotFitIsTold() {
    QFETCH(QStringList, words);
    QFETCH(QString, part);
    std::vector<std::string> list;
    for (const QString& word : words) list.push_back(word.toStdString());
    try {
      (void)built("chain_half", list, {1, 10, 10});
      QFAIL("accepted");
    } catch (const UserError& error) {
      QVERIFY2(QString(error.what()).contains(part), error.what());
    }
  }

  void plainChainsAreSuggested() {
    const auto summary = readWeightsSummary(models / "chain_mlp.pth");
    QCOMPARE(suggestedLayers(summary.tensors),
             (std::vector<std::string>{"flatten", "linear", "relu", "linear", "relu", "linear"}));
    QVERIFY(suggestedLayers(readWeightsSummary(models / "tokens.pth").tensors).empty());
  }
};

QTEST_APPLESS_MAIN(LayerChainTest)
#include "tst_layer_chain.moc"
