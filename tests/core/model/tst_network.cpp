// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/game/score.h"
#include "core/model/batch_size.h"
#include "core/model/load_network.h"
#include "core/weights/weights_file.h"
#include "tests/core/model/golden_network.h"
#include "tests/core/near.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <fstream>
#include <limits>
#include <random>
#include <thread>

using namespace spindle;
using spindle::test::allNear;
using spindle::test::GoldenNetwork;
using spindle::test::goldenNetwork;

namespace {

NetworkOptions optionsFor(const std::string& name) {
  NetworkOptions options;
  options.inputShape = {12};
  if (name == "cnn") options.inputShape = {1, 28, 28};
  if (name == "tokens") {
    options.inputShape = {7};
    options.tokens = true;
  }
  return options;
}

/// The input of one coalition, as naively as possible.
std::vector<float> rowOf(const AdditiveInput& input, std::uint32_t coalition) {
  auto row = input.base;
  for (std::size_t i = 0; i < input.parts.size(); ++i) {
    if ((coalition >> i & 1U) == 0) continue;
    const auto& part = input.parts[i];
    for (std::size_t k = 0; k < part.indices.size(); ++k) row[part.indices[k]] = part.present[k];
  }
  return row;
}

std::vector<float> coalitionOutputs(Network& network, const AdditiveInput& input, std::size_t batch) {
  std::vector<float> results((std::size_t{1} << input.parts.size()) * network.outputs());
  network.evaluateCoalitions(input, batch, results);
  return results;
}

/// The message of the UserError that `action` throws; empty when it throws none.
template <class Action>
std::string refusal(Action action) {
  try {
    action();
  } catch (const UserError& error) {
    return error.what();
  }
  return {};
}

bool isOneSentence(const std::string& text) {
  return text.size() > 10 && text.size() < 600 && text.back() == '.' && text.find('\n') == std::string::npos;
}

/// A safetensors file with the tensors of another file, except those whose names end with `left`, and one more.
void writePart(const std::filesystem::path& from, const std::string& left, const std::filesystem::path& to) {
  std::string header, data;
  auto weights = readWeights(from);
  weights.tensors.push_back({"stranger.weight", {ElementType::float32, {1}, std::vector<std::byte>(4)}});
  for (const auto& [name, tensor] : weights.tensors) {
    if (name.ends_with(left) || name.ends_with("num_batches_tracked")) continue;
    std::string shape;
    for (const auto side : tensor.shape) shape += (shape.empty() ? "" : ",") + std::to_string(side);
    const auto begin = data.size();
    data.append(reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size());
    header += (header.empty() ? "{\"" : ",\"") + name + "\":{\"dtype\":\"F32\",\"shape\":[" + shape +
              "],\"data_offsets\":[" + std::to_string(begin) + "," + std::to_string(data.size()) + "]}";
  }
  header += "}";
  const std::uint64_t length = header.size();
  std::ofstream file(to, std::ios::binary);
  file.write(reinterpret_cast<const char*>(&length), sizeof length);
  file << header << data;
}

}  // namespace

class TestNetwork : public QObject {
  Q_OBJECT
 private slots:
  void coalitionsAgreeWithSingleRows_data();
  void coalitionsAgreeWithSingleRows();
  void scoresAgreeWithPyTorch_data();
  void scoresAgreeWithPyTorch();
  void weightsThatDoNotFitAreListed();
  void aPartialMatchMustBeAskedFor();
  void otherWeightsOfACheckpointAreTakenByName();
  void tiedWeightsMayStandOnce();
  void sharedAndPlainPathsAgree_data();
  void sharedAndPlainPathsAgree();
  void maxPoolingGivesPyTorchsBits();
  void batchesDoNotChangeTheOutputs();
  void networksWorkInSeveralThreads();
  void networksAtTheSameTimeDoNotDisturbEachOther();
  void nanPassesThrough();
  void badFilesAreRefused();
  void wrongShapesAreRefused();
  void batchSizeIsAPowerOfTwo();
};

void TestNetwork::coalitionsAgreeWithSingleRows_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"cnn", "tabular", "tokens"}) QTest::newRow(name) << name;
}

void TestNetwork::coalitionsAgreeWithSingleRows() {
  QFETCH(QString, name);
  const auto golden = goldenNetwork(name.toStdString());
  auto options = optionsFor(name.toStdString());
  for (const bool share : {false, true}) {
    options.shareFirstLayer = share;
    const auto network = loadNetwork(golden.architecture, {}, options);
    const auto actual = coalitionOutputs(*network, golden.inputs[0], 16);
    std::vector<float> expected(actual.size());
    for (std::uint32_t t = 0; t < actual.size() / network->outputs(); ++t) {
      network->evaluate(rowOf(golden.inputs[0], t), 1,
                        std::span(expected).subspan(t * network->outputs(), network->outputs()));
    }
    QVERIFY(allNear(actual, expected, 1e-5));
  }
}

void TestNetwork::scoresAgreeWithPyTorch_data() {
  coalitionsAgreeWithSingleRows_data();
}

void TestNetwork::scoresAgreeWithPyTorch() {
  QFETCH(QString, name);
  const auto golden = goldenNetwork(name.toStdString());
  auto options = optionsFor(name.toStdString());
  for (const bool share : {false, true}) {
    options.shareFirstLayer = share;
    const auto network = loadNetwork(golden.architecture, golden.weights, options);
    QVERIFY(network->notes().empty());  // the LSTM of "tokens" has its weights in a list
    for (std::size_t s = 0; s < golden.inputs.size(); ++s) {
      const auto outputs = coalitionOutputs(*network, golden.inputs[s], 64);
      std::vector<double> scores;
      for (std::size_t t = 0; t < golden.logOdds[s].size(); ++t) {
        const auto row = std::span(outputs).subspan(t * network->outputs(), network->outputs());
        scores.push_back(scoreOf(row, OutputKind::logits, Score::logOdds, golden.targets[s]));
      }
      QVERIFY(allNear(scores, golden.logOdds[s], 1e-4));
    }
  }
}

void TestNetwork::weightsThatDoNotFitAreListed() {
  const auto cnn = goldenNetwork("cnn"), tabular = goldenNetwork("tabular");
  const auto strangers = refusal([&] { loadNetwork(cnn.architecture, tabular.weights, optionsFor("cnn")); });
  QVERIFY2(isOneSentence(strangers), strangers.c_str());
  for (const char* part : {"missing", "unexpected", "conv1.weight", "net.0.weight", "tabular.pth"}) {
    QVERIFY2(strangers.find(part) != std::string::npos, strangers.c_str());
  }
  const auto folder = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model";
  const auto shapes = refusal([&] { loadNetwork(folder / "mlp.pt", folder / "inplace.pt", optionsFor("cnn")); });
  QVERIFY2(isOneSentence(shapes), shapes.c_str());
}

void TestNetwork::aPartialMatchMustBeAskedFor() {
  const auto golden = goldenNetwork("cnn");
  const QTemporaryDir folder;
  const auto part = std::filesystem::path(folder.path().toStdString()) / "part.safetensors";
  writePart(golden.weights, "conv1.bias", part);
  auto options = optionsFor("cnn");
  const auto strict = refusal([&] { loadNetwork(golden.architecture, part, options); });
  QVERIFY2(strict.find("missing: conv1.bias") != std::string::npos, strict.c_str());
  QVERIFY2(strict.find("\"partial_weights\": true") != std::string::npos, strict.c_str());
  options.partialWeights = true;
  const auto network = loadNetwork(golden.architecture, part, options);
  for (const char* told : {"conv1.bias", "stranger.weight", "only partially"})
    QVERIFY2(network->warning().find(told) != std::string::npos, network->warning().c_str());
  QVERIFY(isOneSentence(network->warning()));

  // All the same as the whole checkpoint, but for the bias, which is the architecture's own.
  const auto whole = loadNetwork(golden.architecture, golden.weights, options);
  const auto plain = loadNetwork(golden.architecture, {}, options);
  QVERIFY(whole->warning().empty());
  const auto row = rowOf(golden.inputs[0], 0);
  std::vector<float> a(whole->outputs()), b(a.size()), c(a.size());
  network->evaluate(row, 1, a);
  whole->evaluate(row, 1, b);
  plain->evaluate(row, 1, c);
  QVERIFY(a != b && a != c);

  // Nothing in common, or another shape, is never a match.
  const auto tabular = goldenNetwork("tabular");
  QVERIFY(!refusal([&] { loadNetwork(golden.architecture, tabular.weights, options); }).empty());
}

void TestNetwork::otherWeightsOfACheckpointAreTakenByName() {
  const auto folder = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model";
  NetworkOptions options;
  options.inputShape = {1, 5, 5};
  const auto outputs = [&] {
    const auto network = loadNetwork(folder / "several.pt", folder / "several.pth", options);
    // A buffer that PyTorch does not save keeps its value, and is told.
    if (network->warning().find("scratch") == std::string::npos) qFatal("not told");
    std::vector<float> row(25, 0.5F), output(network->outputs());
    network->evaluate(row, 1, output);
    return output;
  };
  const auto usual = outputs();
  options.container = "state_dict_ema";
  QVERIFY(outputs() != usual);
  options.container = "state_dict";
  QCOMPARE(outputs(), usual);
  options.container = "state";
  const auto told = refusal([&] { (void)outputs(); });
  QVERIFY2(isOneSentence(told) && told.find("state_dict_ema") != std::string::npos, told.c_str());
}

void TestNetwork::tiedWeightsMayStandOnce() {
  const auto folder = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model";
  NetworkOptions options;
  options.inputShape = {3};
  options.tokens = true;
  const auto network = loadNetwork(folder / "tied.pt", folder / "tied.pth", options);
  const auto expected = nlohmann::json::parse(std::ifstream(folder / "tied.json"));
  for (std::size_t row = 0; row < 2; ++row) {
    const std::vector<float> tokens = row == 0 ? std::vector<float>{1, 2, 3} : std::vector<float>{8, 0, 4};
    std::vector<float> output(9);
    network->evaluate(tokens, 1, output);
    QVERIFY(allNear(output, expected[row].get<std::vector<float>>(), 1e-5));
  }
}

void TestNetwork::sharedAndPlainPathsAgree_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("cell");  // side of a square patch
  QTest::addColumn<QString>("path");
  const auto add = [](const char* name, int cell, const char* path) {
    QTest::addRow("%s, patches of %d", name, cell) << name << cell << path;
  };
  add("mlp", 4, "first layer shared");
  add("cnn", 4, "coalitions by field of view");
  add("cnn", 8, "shared");
  add("vgg", 4, "coalitions by field of view");
  add("normed", 4, "first layer shared");
  add("branched", 4, "plain");
  add("inplace", 4, "plain");
}

void TestNetwork::sharedAndPlainPathsAgree() {
  QFETCH(QString, name);
  QFETCH(int, cell);
  QFETCH(QString, path);
  std::mt19937_64 random(3);
  std::normal_distribution<float> normal(0.0F, 1.0F);
  AdditiveInput input;
  for (int k = 0; k < 784; ++k) input.base.push_back(normal(random));
  for (int i = 0; i < 8; ++i) {
    AdditiveInput::Part part;
    const int top = 4 + (i / 3) * cell % 24, left = 2 + (i % 3) * cell;
    for (int r = top; r < std::min(top + cell, 28); ++r) {
      for (int c = left; c < left + cell; ++c) {
        part.indices.push_back(static_cast<std::uint32_t>(28 * r + c));
        part.present.push_back(normal(random));
      }
    }
    input.parts.push_back(part);
  }
  const auto file = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model" / (name.toStdString() + ".pt");
  auto options = optionsFor("cnn");
  const auto shared = loadNetwork(file, {}, options);
  options.shareFirstLayer = false;
  const auto plain = loadNetwork(file, {}, options);
  for (const std::size_t batch : {8, 256}) {
    const auto expected = coalitionOutputs(*plain, input, batch);
    float largest = 0.0F;
    for (const float value : expected) largest = std::max(largest, std::abs(value));
    QVERIFY(allNear(coalitionOutputs(*shared, input, batch), expected, 1e-5 * largest));
  }
  QVERIFY2(shared->path().find(path.toStdString()) != std::string::npos, shared->path().c_str());
  QCOMPARE(plain->path(), std::string("plain"));
}

void TestNetwork::maxPoolingGivesPyTorchsBits() {
  constexpr std::size_t rows = 4, elements = 2 * 11 * 14;
  const auto folder = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model";
  NetworkOptions options;
  options.inputShape = {2, 11, 14};
  const auto network = loadNetwork(folder / "pools.pt", {}, options);
  std::vector<float> inputs(rows * elements), expected(rows * network->outputs());
  std::ifstream blob(folder / "pools.bin", std::ios::binary);
  for (auto* part : {&inputs, &expected}) {
    blob.read(reinterpret_cast<char*>(part->data()), static_cast<std::streamsize>(part->size() * sizeof(float)));
    QVERIFY(blob.good());
  }
  std::vector<float> actual(expected.size());
  network->evaluate(inputs, rows, actual);
  for (std::size_t k = 0; k < actual.size(); ++k) {
    QVERIFY(actual[k] == expected[k] || (std::isnan(actual[k]) && std::isnan(expected[k])));
  }
  QVERIFY(std::any_of(actual.begin(), actual.end(), [](float x) { return std::isnan(x); }));
}

void TestNetwork::batchesDoNotChangeTheOutputs() {
  const auto golden = goldenNetwork("cnn");
  const auto network = loadNetwork(golden.architecture, {}, optionsFor("cnn"));
  const auto expected = coalitionOutputs(*network, golden.inputs[1], 256);
  for (const std::size_t batch : {1, 7, 64, 100000}) {
    QVERIFY(allNear(coalitionOutputs(*network, golden.inputs[1], batch), expected, 1e-5));
  }
}

void TestNetwork::networksWorkInSeveralThreads() {
  const auto golden = goldenNetwork("cnn");
  std::vector<std::vector<float>> results(3);
  std::vector<std::thread> threads;
  for (auto& result : results) {
    threads.emplace_back([&] {
      const auto network = loadNetwork(golden.architecture, {}, optionsFor("cnn"));
      result = coalitionOutputs(*network, golden.inputs[0], 32);
    });
  }
  for (auto& thread : threads) thread.join();
  QVERIFY(results[0] == results[1]);
  QVERIFY(results[0] == results[2]);
}

/// Many batches at the same time: BLAS and LibTorch must not mix up what belongs to different threads.
void TestNetwork::networksAtTheSameTimeDoNotDisturbEachOther() {
  const std::filesystem::path run = SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet";
  const auto load = [&run] {
    return loadNetwork(run / "model.pt", run / "checkpoints/step=000261.pt", optionsFor("cnn"));
  };
  const auto input = goldenNetwork("cnn").inputs[0];
  const auto alone = coalitionOutputs(*load(), input, 64);
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&] {
      const auto network = load();
      for (int repeat = 0; repeat < 2000; ++repeat) wrong += coalitionOutputs(*network, input, 64) == alone ? 0 : 1;
    });
  }
  for (auto& thread : threads) thread.join();
  QCOMPARE(wrong.load(), 0);
}

void TestNetwork::nanPassesThrough() {
  const auto golden = goldenNetwork("tabular");
  const auto network = loadNetwork(golden.architecture, {}, optionsFor("tabular"));
  auto row = golden.inputs[0].base;
  row[3] = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> result(1);
  network->evaluate(row, 1, result);
  QVERIFY(std::isnan(result[0]));
}

void TestNetwork::badFilesAreRefused() {
  const QTemporaryDir folder;
  const auto file = [&](const char* name) { return std::filesystem::path(folder.filePath(name).toStdString()); };
  std::ofstream(file("empty.pt")).flush();
  std::ofstream(file("text.pt")) << "not a network at all";
  const auto golden = goldenNetwork("cnn");
  for (const auto& bad : {file("missing.pt"), file("empty.pt"), file("text.pt"), golden.weights}) {
    const auto text = refusal([&] { loadNetwork(bad, {}, optionsFor("cnn")); });
    QVERIFY2(isOneSentence(text), text.c_str());
    QVERIFY2(text.find(bad.string()) != std::string::npos, text.c_str());
  }
}

void TestNetwork::wrongShapesAreRefused() {
  const auto golden = goldenNetwork("cnn");
  auto options = optionsFor("cnn");
  options.inputShape = {3, 28, 28};
  const auto channels = refusal([&] { loadNetwork(golden.architecture, {}, options); });
  QVERIFY2(isOneSentence(channels), channels.c_str());
  QVERIFY2(channels.find("[3, 28, 28]") != std::string::npos, channels.c_str());
  options.inputShape = {1, 20, 20};
  const auto size = refusal([&] { loadNetwork(golden.architecture, {}, options); });
  QVERIFY2(isOneSentence(size), size.c_str());
}

void TestNetwork::batchSizeIsAPowerOfTwo() {
  const auto golden = goldenNetwork("cnn");
  const auto network = loadNetwork(golden.architecture, {}, optionsFor("cnn"));
  const auto batch = measuredBatch(*network, golden.inputs[0]);
  QVERIFY(std::has_single_bit(batch));
  QVERIFY(batch >= 16 && batch <= 1024);

  QCOMPARE(usualBatch(1), std::size_t{128});
  QCOMPARE(usualBatch(28 * 28), std::size_t{128});
  QCOMPARE(usualBatch(3 * 32 * 32), std::size_t{64});
  QCOMPARE(usualBatch(3 * 224 * 224), std::size_t{16});
}

QTEST_APPLESS_MAIN(TestNetwork)
#include "tst_network.moc"
