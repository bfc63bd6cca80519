// SPDX-License-Identifier: GPL-3.0-or-later
// What a folder cannot tell is asked; what was answered is not asked again.
#include "core/run/checkpoints/step_preview.h"
#include "core/run/open_questions.h"
#include "tests/core/run/run_folder.h"

#include <QTest>

using namespace spindle;
using namespace spindle::test;

namespace {

namespace fs = std::filesystem;

const fs::path golden = SPINDLE_GOLDEN_DIR;

QStringList keysOf(const Run& run) {
  QStringList keys;
  for (const OpenQuestion& question : openQuestions(run)) keys << QString::fromStdString(question.key);
  return keys;
}

std::string digits(const std::string& last, int least) {
  std::string text = "a,b,c," + last + "\n";
  for (int row = 0; row < 12; ++row)
    text += std::to_string(least + row) + "," + std::to_string(row * row % 7) + ",1," + std::to_string(row % 2) + "\n";
  return text;
}

}  // namespace

class OpenQuestionsTest : public QObject {
  Q_OBJECT

 private slots:
  void weightsAloneAndNoSamples() {
    RunFolder folder;
    fs::copy_file(golden / "model" / "chain_mlp.pth", folder.path() / "epoch1.pth");
    QCOMPARE(keysOf(Run::open(folder.path())), (QStringList{"architecture", "samples"}));
  }

  void familiesThatNamesTellAreNotAsked() {
    RunFolder folder;
    fs::copy_file(golden / "model" / "family_resnet20_cifar.pth", folder.path() / "epoch1.pth");
    const Run run = Run::open(folder.path());
    QCOMPARE(run.layers(), std::vector<std::string>{"resnet20-cifar"});
    QCOMPARE(keysOf(run), QStringList{"samples"});
    folder.write("run.json", quoted("{'architecture': ['resnet20-cifar', 'maxpool']}"));
    QCOMPARE(Run::open(folder.path()).layers(), (std::vector<std::string>{"resnet20-cifar", "maxpool"}));
  }

  void tablesAskForTheLabelAndLargeValuesForTheNormalization() {
    RunFolder folder;
    fs::copy_file(golden / "app" / "tiny" / "model.pt", folder.path() / "model.pt");
    fs::copy_file(golden / "app" / "tiny" / "epoch1.pt", folder.path() / "epoch1.pt");
    folder.write("samples.csv", digits("target", 0));
    QCOMPARE(keysOf(Run::open(folder.path())), QStringList());
    folder.write("samples.csv", digits("outcome", 0));
    QCOMPARE(keysOf(Run::open(folder.path())), QStringList{"target"});
    folder.write("samples.csv", digits("outcome", 500));
    QCOMPARE(keysOf(Run::open(folder.path())), (QStringList{"input", "target"}));
  }

  void whatWasAnsweredIsNotAskedAgain() {
    RunFolder folder;
    fs::copy_file(golden / "app" / "tiny" / "model.pt", folder.path() / "model.pt");
    fs::copy_file(golden / "app" / "tiny" / "epoch1.pt", folder.path() / "epoch1.pt");
    folder.write("samples.csv", digits("outcome", 500));
    const Run run = Run::open(folder.path());
    QCOMPARE(keysOf(run).size(), 2);
    const RunDescription answers = answered(run);
    QCOMPARE(answers.target, std::optional<std::string>("outcome"));
    QCOMPARE(keysOf(Run::open(folder.path(), answers)), QStringList());
    writeRunDescription(folder.path() / "run.json", answers);
    const Run again = Run::open(folder.path());
    QCOMPARE(keysOf(again), QStringList());
    QCOMPARE(again.samples().samples.front().values, run.samples().samples.front().values);
  }

  /// What the run panel shows while a pattern is typed is what the run would become.
  void previewedStepsAreThoseOfTheRun() {
    RunFolder folder;
    folder.touch({"a_e1_x20.pt", "a_e2_x9.pt", "a_e3.pt", "b.pt"});
    const Run guessed = Run::open(folder.path());
    QCOMPARE(guessed.candidates().size(), std::size_t{4});
    const StepPreview preview = previewSteps(guessed.candidates(), {"_x([0-9]+)", StepPattern::Unit::step});
    QVERIFY(preview.problem.empty());
    folder.write("run.json", quoted("{'steps': {'pattern': '_x([0-9]+)'}}"));
    const Run run = Run::open(folder.path());
    QCOMPARE(preview.series.checkpoints.size(), std::size_t{2});
    for (std::size_t i = 0; i < 2; ++i) {
      QCOMPARE(preview.series.checkpoints[i].name, run.series().checkpoints[i].name);
      QCOMPARE(preview.series.checkpoints[i].step, run.series().checkpoints[i].step);
    }
    QCOMPARE(preview.series.setAside.size(), std::size_t{2});
    for (const char* bad : {"", "[0-9]+", "(a)(b)", "x([0-9]+", "zzz([0-9]+)"})
      QVERIFY2(!previewSteps(guessed.candidates(), {bad, StepPattern::Unit::step}).problem.empty(), bad);
  }

  void imagesAskForTheNormalization() {
    RunFolder folder;
    fs::copy_file(golden / "model" / "cnn.pt", folder.path() / "model.pt");
    fs::copy_file(golden / "model" / "cnn.pth", folder.path() / "epoch1.pth");
    fs::copy_file(golden / "input" / "arrays" / "stored.npz", folder.path() / "samples.npz");
    QVERIFY(keysOf(Run::open(folder.path())).contains("input"));
    folder.write("run.json", quoted("{'input': {'mean': [0.5], 'std': [0.5]}}"));
    QVERIFY(!keysOf(Run::open(folder.path())).contains("input"));
  }
};

QTEST_APPLESS_MAIN(OpenQuestionsTest)
#include "tst_open_questions.moc"
