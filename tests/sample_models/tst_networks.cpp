// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/load_network.h"
#include "sample_models/train.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

using namespace spindle;
namespace fs = std::filesystem;

namespace {

/// As in tests/golden/sample_models/make_networks.py.
class Generator {
 public:
  std::uint32_t next() { return state_ = 1664525U * state_ + 1013904223U; }
  float uniform() { return static_cast<float>(next() / 2147483648.0 - 1.0); }

 private:
  std::uint32_t state_ = 2;
};

constexpr std::size_t rows = 16, tokens = 40, filled = 30;

std::vector<float> numbers(std::size_t count) {
  Generator draw;
  std::vector<float> values(count);
  std::generate(values.begin(), values.end(), [&] { return draw.uniform(); });
  return values;
}

std::vector<float> tokenRows(std::uint32_t vocabulary) {
  Generator draw;
  std::vector<float> values(rows * tokens, 0.0F);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % tokens < filled) values[i] = static_cast<float>(1 + (draw.next() >> 16U) % (vocabulary - 1));
  }
  return values;
}

std::uint32_t lines(const fs::path& file) {
  std::ifstream in(file);
  return static_cast<std::uint32_t>(
      std::count(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>(), '\n'));
}

}  // namespace

class TestNetworks : public QObject {
  Q_OBJECT
 private slots:
  void everyModelIsCompared();
  void sameAsInPyTorch_data();
  void sameAsInPyTorch();
};

void TestNetworks::everyModelIsCompared() {
  std::ifstream file(SPINDLE_GOLDEN_DIR "/sample_models/networks.json");
  const auto expected = nlohmann::json::parse(file);
  for (const auto& model : sampleModels()) QVERIFY2(expected.contains(model.name), model.name.c_str());
}

void TestNetworks::sameAsInPyTorch_data() {
  QTest::addColumn<std::vector<int>>("hidden");
  QTest::addColumn<std::vector<std::int64_t>>("shape");
  using Ints = std::vector<int>;
  using Shape = std::vector<std::int64_t>;
  QTest::newRow("fashion-lenet") << Ints{8} << Shape{1, 28, 28};
  QTest::newRow("fashion-mlp") << Ints{8, 6} << Shape{1, 28, 28};
  QTest::newRow("fashion-vgg") << Ints{4, 4, 4, 4, 4} << Shape{1, 28, 28};
  QTest::newRow("fashion-resnet") << Ints{4, 4, 6} << Shape{1, 28, 28};
  QTest::newRow("digits-mlp") << Ints{8} << Shape{1, 8, 8};
  QTest::newRow("cancer") << Ints{8, 6, 5} << Shape{30};
  QTest::newRow("sms-lstm") << Ints{4, 6} << Shape{40};
  QTest::newRow("sms-transformer") << Ints{4, 8} << Shape{40};
  QTest::newRow("furniture-pointnet") << Ints{4, 6, 8, 6} << Shape{1024, 3};
  QTest::newRow("furniture-dgcnn") << Ints{4, 6, 8, 6} << Shape{1024, 3};
  QTest::newRow("teacher-student") << Ints{} << Shape{100};
  QTest::newRow("dag-mlp") << Ints{8} << Shape{1, 28, 28};
  QTest::newRow("nam-cancer") << Ints{8, 6} << Shape{30};
  QTest::newRow("nam-diabetes") << Ints{8, 6} << Shape{10};
  QTest::newRow("nam-friedman") << Ints{8, 6} << Shape{10};  // with ExU units
  QTest::newRow("friedman-mlp") << Ints{8, 6} << Shape{10};
  QTest::newRow("bodies-egnn") << Ints{8} << Shape{5, 12};
  QTest::newRow("bodies-segno") << Ints{8} << Shape{5, 12};
}

void TestNetworks::sameAsInPyTorch() {
  QFETCH(std::vector<int>, hidden);
  QFETCH(std::vector<std::int64_t>, shape);
  const std::string model = QTest::currentDataTag();
  const QTemporaryDir temporary;
  TrainOptions options;
  options.model = model;
  options.folder = fs::path(temporary.path().toStdString()) / "run";
  options.hidden = hidden;
  options.steps = 1;
  options.trainingSamples = model == "teacher-student" ? 0 : 60;
  if (options.trainingSamples > 0) options.batch = 20;
  if (model.starts_with("nam-")) options.members = 2;
  if (model == "nam-friedman") options.units = "exu";
  RunControl control;
  QCOMPARE(trainSampleModel(options, control), Outcome::finished);

  const fs::path golden = SPINDLE_GOLDEN_DIR "/sample_models";
  NetworkOptions network;
  network.inputShape = shape;
  network.tokens = model.starts_with("sms-");
  const auto loaded = loadNetwork(options.folder / "model.pt", golden / (model + ".pt"), network);
  std::ifstream file(golden / "networks.json");
  const auto expected = nlohmann::json::parse(file).at(model).get<std::vector<std::vector<double>>>();
  QCOMPARE(expected.size(), rows);
  QCOMPARE(loaded->outputs(), expected[0].size());
  std::size_t elements = rows;
  for (const auto size : shape) elements *= static_cast<std::size_t>(size);
  const auto inputs = network.tokens ? tokenRows(lines(options.folder / "vocab.txt")) : numbers(elements);
  std::vector<float> results(rows * loaded->outputs());
  loaded->evaluate(inputs, rows, results);
  double largest = 0.0, scale = 1.0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const double value = expected[i / loaded->outputs()][i % loaded->outputs()];
    scale = std::max(scale, std::abs(value));
    largest = std::max(largest, std::abs(static_cast<double>(results[i]) - value));
  }
  QVERIFY2(largest < 1e-5 * scale, std::to_string(largest).c_str());
}

QTEST_APPLESS_MAIN(TestNetworks)
#include "tst_networks.moc"
