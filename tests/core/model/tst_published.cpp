// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints that other people published give PyTorch's outputs, and every file beside them opens or is refused with a
// sentence. They are not part of Spindle: SPINDLE_PUBLISHED names the folder with checkpoints/ and pretrained/; without
// it these tests are skipped (see tests/golden/model/make_published.py).
#include "core/base/user_error.h"
#include "core/model/load_network.h"
#include "core/weights/weights_file.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <numeric>

using namespace spindle;

namespace {

namespace fs = std::filesystem;

fs::path published() {
  return qEnvironmentVariable("SPINDLE_PUBLISHED").toStdString();
}

nlohmann::json cases() {
  return nlohmann::json::parse(std::ifstream(fs::path(SPINDLE_GOLDEN_DIR) / "model" / "published.json"));
}

void compare(Network& network, const nlohmann::json& one) {
  const auto shape = one.at("shape").get<std::vector<std::int64_t>>();
  const auto size = std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
  for (int row = 0; row < 2; ++row) {
    std::vector<float> input;
    for (std::int64_t i = 0; i < size; ++i)
      input.push_back(static_cast<float>(std::sin(0.05 * (row + 1) * static_cast<double>(i))));
    const auto expected = one.at("outputs")[static_cast<std::size_t>(row)].get<std::vector<float>>();
    std::vector<float> output(network.outputs());
    QCOMPARE(output.size(), expected.size());
    network.evaluate(input, 1, output);
    for (std::size_t i = 0; i < expected.size(); ++i)
      QVERIFY2(std::abs(output[i] - expected[i]) <= 1e-4F * std::max(1.0F, std::abs(expected[i])),
               qPrintable(QString("%1 instead of %2").arg(output[i]).arg(expected[i])));
  }
}

}  // namespace

class PublishedTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!fs::is_directory(published())) QSKIP("SPINDLE_PUBLISHED names no folder of published checkpoints");
  }

  void outputsEqualPyTorchs_data() {
    QTest::addColumn<int>("number");
    int number = 0;
    for (const auto& one : cases()) QTest::newRow(one.at("weights").get<std::string>().c_str()) << number++;
  }
  void outputsEqualPyTorchs() {
    QFETCH(int, number);
    const auto one = cases().at(static_cast<std::size_t>(number));
    NetworkOptions options;
    options.inputShape = one.at("shape").get<std::vector<std::int64_t>>();
    const fs::path weights = published() / one.at("weights").get<std::string>();
    const fs::path architecture = published() / one.at("architecture").get<std::string>();
    compare(*loadNetwork(architecture, architecture == weights ? fs::path() : weights, options), one);
    options.layers = one.at("words").get<std::vector<std::string>>();
    if (!options.layers.empty()) compare(*loadNetwork(weights, {}, options), one);
  }

  void everyFileOpensOrIsRefused() {
    std::size_t read = 0, refused = 0;
    for (const auto& entry : fs::recursive_directory_iterator(published() / "checkpoints")) {
      if (!entry.is_regular_file()) continue;
      try {
        const auto weights = readWeights(entry.path());
        QVERIFY(!weights.tensors.empty());
        ++read;
      } catch (const UserError& error) {
        const QString sentence = error.what();
        QVERIFY2(sentence.contains(QString::fromStdString(entry.path().filename().string())), error.what());
        QVERIFY2(sentence.endsWith('.') && !sentence.contains('\n') && sentence.size() < 500, error.what());
        const auto ending = entry.path().extension();
        if (ending == ".pth" || ending == ".ckpt" || ending == ".pt" || ending == ".safetensors")
          qInfo("%s", error.what());
        ++refused;
      }
    }
    QVERIFY(read >= 30);
    QVERIFY(refused >= 5);
  }
};

QTEST_APPLESS_MAIN(PublishedTest)
#include "tst_published.moc"
