// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/model/load_network.h"
#include "core/weights/weights_file.h"
#include "sample_models/recipe/checkpoint_steps.h"
#include "sample_models/recipe/labeled_data.h"
#include "sample_models/recipe/npz_writer.h"
#include "sample_models/recipe/recipe.h"
#include "sample_models/train.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/resource.h>

using namespace spindle;
namespace fs = std::filesystem;

namespace {

TrainOptions shortTraining(const fs::path& folder) {
  TrainOptions options;
  options.folder = folder;
  options.steps = 5;
  options.trainingSamples = 240;
  options.checkpoints = "4";
  options.labelNoise = 0.1;
  options.seed = 11;
  return options;
}

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool classesOf(const std::string& name) {
  const auto models = sampleModels();
  return std::ranges::find(models, name, &SampleModel::name)->classes;
}

class CountingControl : public RunControl {
 public:
  explicit CountingControl(std::size_t stopAfter) : stopAfter_(stopAfter) {}
  [[nodiscard]] bool stopRequested() const override { return reports_ >= stopAfter_; }
  void progress(std::size_t done, std::size_t total, std::string_view) override {
    ++reports_;
    inOrder_ = inOrder_ && done <= total;
  }
  [[nodiscard]] std::size_t reports() const { return reports_; }
  [[nodiscard]] bool inOrder() const { return inOrder_; }

 private:
  std::size_t stopAfter_, reports_ = 0;
  bool inOrder_ = true;
};

}  // namespace

class TestTrain : public QObject {
  Q_OBJECT
 private slots:
  void runFolderIsComplete();
  void sameSeedGivesTheSameFiles_data();
  void sameSeedGivesTheSameFiles();
  void aStoppedTrainingIsARunAndGoesOn();
  void aLimitOnFilesIsTold();
  void unusableOptionsAreRefused();
  void checkpointStepsAreGeometric_data();
  void checkpointStepsAreGeometric();
  void labelNoiseChangesTheShareAsked();
  void damagedDataAreRefused();
};

void TestTrain::runFolderIsComplete() {
  const QTemporaryDir temporary;
  const auto folder = fs::path(temporary.path().toStdString()) / "run";
  CountingControl control(1000);
  QCOMPARE(trainSampleModel(shortTraining(folder), control), Outcome::finished);
  QCOMPARE(control.reports(), std::size_t{6});
  QVERIFY(control.inOrder());

  const auto run = nlohmann::json::parse(contents(folder / "run.json"));
  QCOMPARE(run.at("spindle").get<int>(), 1);
  QCOMPARE(run.at("classes").size(), std::size_t{10});
  QCOMPARE(run.at("variables").at("count").get<int>(), 10);
  QVERIFY(contents(folder / "HOW.md").find("--seed 11") != std::string::npos);
  QVERIFY(fs::file_size(folder / "samples.npz") > 1000);
  QVERIFY(contents(folder / "metrics.csv")
              .starts_with("step,epoch,train_loss,test_loss,train_accuracy,test_accuracy\n0,0.0000,"));

  const auto metrics = contents(folder / "metrics.csv");
  const auto checkpoints = std::distance(fs::directory_iterator(folder / "checkpoints"), fs::directory_iterator());
  QCOMPARE(std::count(metrics.begin(), metrics.end(), '\n'), checkpoints + 1);
  const auto last = folder / "checkpoints" / "step=000005.pt";
  QCOMPARE(readWeights(last).summary.container, std::string());
  NetworkOptions options;
  options.inputShape = {1, 28, 28};
  QCOMPARE(loadNetwork(folder / "model.pt", last, options)->outputs(), std::size_t{10});
}

void TestTrain::sameSeedGivesTheSameFiles_data() {
  QTest::addColumn<QString>("suppress");
  for (const auto& model : sampleModels()) QTest::newRow(model.name.c_str()) << QString();
  QTest::newRow("fashion-mlp, high orders suppressed") << "0.7:1";
}

void TestTrain::sameSeedGivesTheSameFiles() {
  QFETCH(QString, suppress);
  const std::string tag = QTest::currentDataTag();
  const QTemporaryDir temporary;
  const fs::path root = temporary.path().toStdString();
  RunControl control;
  for (const char* name : {"a", "b", "c"}) {
    auto options = shortTraining(root / name);
    options.model = tag.substr(0, tag.find(','));
    options.suppress = suppress.toStdString();
    if (!classesOf(options.model)) options.labelNoise = -1.0;
    if (name[0] == 'c') options.seed = 12;
    QCOMPARE(trainSampleModel(options, control), Outcome::finished);
  }
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root / "a")) {
    // TorchScript numbers its classes anew in each process and module; its weights are those of step 0.
    if (!entry.is_regular_file() || entry.path().filename() == "model.pt") continue;
    const auto name = fs::relative(entry.path(), root / "a");
    QVERIFY2(contents(entry.path()) == contents(root / "b" / name), name.c_str());
    ++files;
  }
  QVERIFY(files >= 7);
  const char* const last = "checkpoints/step=000005.pt";
  QVERIFY(contents(root / "a" / last) != contents(root / "c" / last));
  if (!suppress.isEmpty()) {
    auto plain = shortTraining(root / "plain");
    plain.model = "fashion-mlp";
    trainSampleModel(plain, control);
    QVERIFY(contents(root / "a" / last) != contents(root / "plain" / last));
  }
}

void TestTrain::aStoppedTrainingIsARunAndGoesOn() {
  const QTemporaryDir temporary;
  const fs::path root = temporary.path().toStdString();
  auto options = shortTraining(root / "run");
  options.model = "fashion-lenet";  // batch norm, dropout, momentum
  CountingControl none(0);
  QCOMPARE(trainSampleModel(options, none), Outcome::stopped);
  QVERIFY(fs::is_empty(root));
  CountingControl some(3);
  QCOMPARE(trainSampleModel(options, some), Outcome::stopped);
  QCOMPARE(some.reports(), std::size_t{3});
  for (const char* name : {"run.json", "samples.npz", "model.pt", "metrics.csv", "training.state"})
    QVERIFY2(fs::exists(root / "run" / name), name);
  QVERIFY(!fs::exists(root / "run/HOW.md"));
  RunControl control;
  QVERIFY_EXCEPTION_THROWN(trainSampleModel(options, control), UserError);
  options.resume = true;
  auto other = options;
  other.learningRate = 0.5;
  QVERIFY_EXCEPTION_THROWN(trainSampleModel(other, control), UserError);
  QCOMPARE(trainSampleModel(options, control), Outcome::finished);
  QVERIFY_EXCEPTION_THROWN(trainSampleModel(options, control), UserError);  // it has ended
  QCOMPARE(trainSampleModel(shortTraining(root / "whole"), control), Outcome::finished);
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root / "whole")) {
    if (!entry.is_regular_file() || entry.path().filename() == "model.pt") continue;
    const auto name = fs::relative(entry.path(), root / "whole");
    QVERIFY2(contents(entry.path()) == contents(root / "run" / name), name.c_str());
    ++files;
  }
  QVERIFY(files >= 7);
  std::ofstream(root / "run/training.state") << "no state";
  QVERIFY_EXCEPTION_THROWN(trainSampleModel(options, control), UserError);
}

/// Samples are the first file, then the network.
void TestTrain::aLimitOnFilesIsTold() {
  const QTemporaryDir temporary;
  const auto folder = fs::path(temporary.path().toStdString()) / "run";
  NpzWriter arrays;
  arrays.add("x", {100'000}, std::vector<std::uint8_t>(100'000, 7));
  const auto told = [&](rlim_t bytes, const auto& write) {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit limit{bytes, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::string sentence;
    try {
      write();
    } catch (const UserError& error) {
      sentence = error.what();
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    return sentence;
  };
  RunControl control;
  for (const rlim_t bytes : {0, 4096, 100'000}) {
    const auto sentence = told(bytes, [&] { trainSampleModel(shortTraining(folder), control); });
    QVERIFY2(sentence.find("a file may not be that large here") != std::string::npos, sentence.c_str());
    QVERIFY(fs::is_empty(temporary.path().toStdString()));
  }
  const auto sentence = told(10, [&] { arrays.write(folder); });
  QVERIFY2(sentence.find("a file may not be that large here") != std::string::npos, sentence.c_str());
}

void TestTrain::unusableOptionsAreRefused() {
  const QTemporaryDir temporary;
  const fs::path root = temporary.path().toStdString();
  RunControl control;
  QVERIFY_EXCEPTION_THROWN(trainSampleModel(shortTraining(root), control), UserError);
  QVERIFY_EXCEPTION_THROWN(trainSampleModel(shortTraining({}), control), UserError);
  auto options = shortTraining(root / "run");
  options.model = "fashion-lenett";
  QVERIFY_EXCEPTION_THROWN(trainSampleModel(options, control), UserError);
  options = shortTraining(root / "run");
  options.labelNoise = 1.5;
  QVERIFY_EXCEPTION_THROWN(trainSampleModel(options, control), UserError);
  options = shortTraining(root / "run");
  options.trainingSamples = 10;  // less than a batch
  QVERIFY_EXCEPTION_THROWN(trainSampleModel(options, control), UserError);
  options = shortTraining("/proc/run");
  QVERIFY_EXCEPTION_THROWN(trainSampleModel(options, control), UserError);
  QVERIFY(fs::is_empty(root));
}

void TestTrain::checkpointStepsAreGeometric_data() {
  QTest::addColumn<int>("last");
  QTest::addColumn<int>("count");
  for (const int last : {1, 2, 10, 6000, 1000000}) {
    for (const int count : {3, 10, 32, 200}) QTest::addRow("%d steps, %d checkpoints", last, count) << last << count;
  }
}

void TestTrain::checkpointStepsAreGeometric() {
  QFETCH(int, last);
  QFETCH(int, count);
  const auto steps = checkpointSteps(last, count);
  QCOMPARE(steps.front(), 0);
  QCOMPARE(steps.back(), last);
  QVERIFY(static_cast<int>(steps.size()) <= count);
  QVERIFY(std::is_sorted(steps.begin(), steps.end()));
  QVERIFY(std::adjacent_find(steps.begin(), steps.end()) == steps.end());
  QVERIFY(steps.size() < 3 || steps[1] == 1);
}

void TestTrain::labelNoiseChangesTheShareAsked() {
  LabeledData data;
  data.classes = {"a", "b", "c"};
  for (int k = 0; k < 1000; ++k) data.training.labels.push_back(k % 3);
  data.training.correct = data.training.labels;
  addLabelNoise(data, 0.1, 5);
  int changed = 0;
  for (std::size_t k = 0; k < 1000; ++k) changed += data.training.labels[k] != data.training.correct[k] ? 1 : 0;
  QCOMPARE(changed, 100);
  QVERIFY(std::ranges::all_of(data.training.labels, [](auto label) { return label >= 0 && label < 3; }));
}

void TestTrain::damagedDataAreRefused() {
  const QTemporaryDir temporary;
  const auto file = fs::path(temporary.path().toStdString()) / "x.gz";
  QVERIFY_EXCEPTION_THROWN(readIdx(file, 1, 784), UserError);
  std::ofstream(file) << "not IDX";
  QVERIFY_EXCEPTION_THROWN(readIdx(file, 1, 784), UserError);
  std::ofstream(file, std::ios::binary) << std::string(
      "\0\0\x08\x01\0\0\0\x05"
      "abc",
      11);
  QVERIFY_EXCEPTION_THROWN(readIdx(file, 5, 1), UserError);
  QVERIFY_EXCEPTION_THROWN(readIdx(file, 6, 1), UserError);
  QCOMPARE(readIdx(file, 3, 1), (std::vector<float>{'a', 'b', 'c'}));
}

QTEST_APPLESS_MAIN(TestTrain)
#include "tst_train.moc"
