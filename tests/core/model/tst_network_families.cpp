// SPDX-License-Identifier: GPL-3.0-or-later
// Residual networks and transformers rebuilt by the name of their family give PyTorch's own outputs.
#include "core/base/user_error.h"
#include "core/model/load_network.h"
#include "core/weights/network_family.h"
#include "core/weights/weights_file.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <numeric>

using namespace spindle;

namespace {

using Shape = std::vector<std::int64_t>;
using Words = std::vector<std::string>;

const std::filesystem::path models = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model";

nlohmann::json families() {
  return nlohmann::json::parse(std::ifstream(models / "families.json"));
}

std::filesystem::path weightsOf(const std::string& name) {
  return models / ("family_" + name + ".pth");
}

std::unique_ptr<Network> built(const std::string& name, const Words& words, const Shape& shape, bool tokens) {
  NetworkOptions options;
  options.inputShape = shape;
  options.layers = words;
  options.tokens = tokens;
  return loadNetwork(weightsOf(name), {}, options);
}

/// The inputs of make_families.py.
std::vector<float> input(std::size_t row, std::size_t size, bool tokens) {
  std::vector<float> values(size);
  for (std::size_t i = 0; i < size; ++i) {
    const double r = static_cast<double>(row);
    if (tokens) {
      values[i] = i + row >= size ? 0.0F : static_cast<float>(1 + (7 * i + 3 * row) % 39);
    } else {
      values[i] = static_cast<float>((r + 1) * std::sin(0.013 * (r + 1) * static_cast<double>(i)) + r);
    }
  }
  return values;
}

}  // namespace

class NetworkFamiliesTest : public QObject {
  Q_OBJECT

 private slots:
  void outputsEqualPyTorchs_data() {
    QTest::addColumn<QString>("name");
    const auto all = families();
    for (const auto& [name, family] : all.items()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  void outputsEqualPyTorchs() {
    QFETCH(QString, name);
    const auto family = families().at(name.toStdString());
    const Shape shape = family.at("shape");
    const bool tokens = family.at("tokens");
    const auto size =
        static_cast<std::size_t>(std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>()));
    const auto network = built(name.toStdString(), family.at("words"), shape, tokens);
    for (std::size_t row = 0; row < 3; ++row) {
      const std::vector<float> expected = family.at("outputs")[row];
      QCOMPARE(network->outputs(), expected.size());
      std::vector<float> output(expected.size());
      network->evaluate(input(row, size, tokens), 1, output);
      for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY2(std::abs(output[i] - expected[i]) <= 1e-4F,
                 qPrintable(QString("row %1: %2 instead of %3").arg(row).arg(output[i]).arg(expected[i])));
    }
  }

  /// Padding that all rows of a batch have is left out; rows with more of it, and a row of nothing else, stay right.
  void paddedRowsTogether() {
    const auto family = families().at("bert");
    const Shape shape = family.at("shape");
    const auto size = static_cast<std::size_t>(shape[0]);
    const auto network = built("bert", family.at("words"), shape, true);
    std::vector<float> rows = input(1, size, true);
    const auto second = input(2, size, true);
    rows.insert(rows.end(), second.begin(), second.end());
    rows.resize(3 * size, 0.0F);
    std::vector<float> outputs(3 * network->outputs());
    network->evaluate(rows, 3, outputs);
    for (std::size_t row = 0; row < 2; ++row) {
      const std::vector<float> expected = family.at("outputs")[row + 1];
      for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY(std::abs(outputs[row * expected.size() + i] - expected[i]) <= 1e-4F);
    }
    std::vector<float> alone(network->outputs());
    network->evaluate(std::vector<float>(size, 0.0F), 1, alone);
    QVERIFY(std::all_of(alone.begin(), alone.end(), [](float x) { return std::isfinite(x); }));
  }

  /// What makes extraction fast must not change the outputs behind a residual network's first layers.
  void sharedLayersGiveTheSameOutputs() {
    const auto network = built("resnet20_cifar", {"resnet20-cifar"}, {3, 32, 32}, false);
    const std::vector<float> present = input(1, 3072, false);
    AdditiveInput game;
    game.base.assign(3072, 0.0F);
    for (std::uint32_t v = 0; v < 4; ++v) {
      AdditiveInput::Part part;
      for (std::uint32_t i = v * 200; i < v * 200 + 64; ++i) {
        part.indices.push_back(i);
        part.present.push_back(present[i]);
      }
      game.parts.push_back(std::move(part));
    }
    const std::size_t outputs = network->outputs();
    std::vector<float> results(16 * outputs), alone(outputs);
    network->evaluateCoalitions(game, 8, results);
    for (std::size_t coalition = 0; coalition < 16; ++coalition) {
      std::vector<float> row = game.base;
      for (std::size_t v = 0; v < 4; ++v) {
        if ((coalition >> v & 1U) == 0) continue;
        for (const auto i : game.parts[v].indices) row[i] = present[i];
      }
      network->evaluate(row, 1, alone);
      for (std::size_t j = 0; j < outputs; ++j) QVERIFY(std::abs(results[coalition * outputs + j] - alone[j]) < 1e-5F);
    }
  }

  void familiesAreRecognizedByName_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("family");
    QTest::newRow("resnet18") << "family_resnet18.pth"
                              << "resnet18";
    QTest::newRow("copy of it") << "family_resnet18_small_stem.pth"
                                << "resnet18";
    QTest::newRow("bottleneck") << "family_resnet14_bottleneck.pth"
                                << "resnet14";
    QTest::newRow("cifar") << "family_resnet20_cifar.pth"
                           << "resnet20-cifar";
    QTest::newRow("bert") << "family_bert.pth"
                          << "bert";
    QTest::newRow("a chain") << "chain_lenet.pth"
                             << "";
    QTest::newRow("another transformer") << "tokens.pth"
                                         << "";
  }
  void familiesAreRecognizedByName() {
    QFETCH(QString, file);
    QFETCH(QString, family);
    QCOMPARE(QString::fromStdString(recognizedFamily(readWeightsSummary(models / file.toStdString()).tensors)), family);
  }

  void whatDoesNotFitIsTold_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QList<int>>("shape");
    QTest::addColumn<QString>("part");
    using Sides = QList<int>;
    QTest::newRow("depth") << "resnet18" << QStringList{"resnet34"} << Sides{3, 32, 32} << "\"resnet18\" in run.json";
    QTest::newRow("stages") << "resnet20_cifar" << QStringList{"resnet18"} << Sides{3, 32, 32} << "resnet20-cifar";
    QTest::newRow("channels") << "resnet18" << QStringList{"resnet18"} << Sides{1, 32, 32} << "1 channels";
    QTest::newRow("no image") << "resnet18" << QStringList{"resnet18"} << Sides{3072} << "needs images";
    QTest::newRow("word") << "resnet18" << QStringList{"resnet18", "pool"} << Sides{3, 32, 32} << "\"no maxpool\"";
    QTest::newRow("not residual") << "bert" << QStringList{"resnet18"} << Sides{3, 32, 32} << "not a residual network";
    QTest::newRow("no transformer") << "resnet18" << QStringList{"bert"} << Sides{8} << "bert.embeddings";
    QTest::newRow("heads") << "bert" << QStringList{"bert"} << Sides{8} << "\"heads N\"";
    QTest::newRow("odd heads") << "bert" << QStringList{"bert", "heads 3"} << Sides{8} << "hidden size 16";
    QTest::newRow("no number") << "bert" << QStringList{"bert", "heads"} << Sides{8} << "\"heads\"";
    QTest::newRow("activation") << "bert" << QStringList{"bert", "heads 4", "activation cake"} << Sides{8}
                                << "\"cake\"";
    QTest::newRow("too long") << "bert" << QStringList{"bert", "heads 4"} << Sides{17} << "16 positions";
  }
  void whatDoesNotFitIsTold() {
    QFETCH(QString, name);
    QFETCH(QStringList, words);
    QFETCH(QList<int>, shape);
    QFETCH(QString, part);
    Words list;
    for (const QString& word : words) list.push_back(word.toStdString());
    try {
      (void)built(name.toStdString(), list, Shape(shape.begin(), shape.end()), shape.size() == 1);
      QFAIL("accepted");
    } catch (const UserError& error) {
      QVERIFY2(QString(error.what()).contains(part), error.what());
    }
  }

  /// config.json of Hugging Face, beside the weights, tells what they cannot.
  void theConfigurationTellsTheHeads() {
    QTemporaryDir folder;
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "pytorch_model.bin";
    std::filesystem::copy_file(weightsOf("bert"), file);
    const auto configure = [&file](const char* text) { std::ofstream(file.parent_path() / "config.json") << text; };
    NetworkOptions options;
    options.inputShape = {10};
    options.layers = {"bert"};
    options.tokens = true;
    configure(R"({"num_attention_heads": 4, "hidden_act": "gelu", "layer_norm_eps": 1e-12, "pad_token_id": 0})");
    const std::vector<float> expected = families().at("bert").at("outputs")[1];
    std::vector<float> output(2);
    loadNetwork(file, {}, options)->evaluate(input(1, 10, true), 1, output);
    QVERIFY(std::abs(output[0] - expected[0]) <= 1e-4F && std::abs(output[1] - expected[1]) <= 1e-4F);
    configure(R"({"num_attention_heads": "four"})");
    QVERIFY_THROWS_EXCEPTION(UserError, (void)loadNetwork(file, {}, options));
    // Every part of it and every changed byte is read or refused.
    const std::string whole = R"({"num_attention_heads": 4, "hidden_act": "gelu", "pad_token_id": 0})";
    for (std::size_t i = 1; i < whole.size(); ++i) {
      std::string changed = whole;
      changed[i] = static_cast<char>(changed[i] ^ 0x11);
      for (const std::string& text : {whole.substr(0, i), changed}) {
        configure(text.c_str());
        try {
          (void)loadNetwork(file, {}, options);
        } catch (const UserError& error) {
          QVERIFY(QString(error.what()).endsWith('.'));
        }
      }
    }
    configure("{\"num_attention_heads\": 4");
    QVERIFY_THROWS_EXCEPTION(UserError, (void)loadNetwork(file, {}, options));
  }
};

QTEST_APPLESS_MAIN(NetworkFamiliesTest)
#include "tst_network_families.moc"
