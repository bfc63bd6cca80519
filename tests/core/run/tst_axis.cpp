// SPDX-License-Identifier: GPL-3.0-or-later
// "axis" of run.json: any number in place of training steps.
#include "core/base/user_error.h"
#include "core/run/run.h"
#include "tests/core/run/run_folder.h"

#include <QTest>

#include <cmath>

using namespace spindle;
using spindle::test::quoted;
using spindle::test::RunFolder;

namespace {

std::vector<double> steps(const Run& run) {
  std::vector<double> list;
  for (const Checkpoint& checkpoint : run.series().checkpoints) list.push_back(checkpoint.step);
  return list;
}

}  // namespace

class AxisTest : public QObject {
  Q_OBJECT

 private slots:
  void numbersFromNames() {
    RunFolder folder;
    folder.touch({"pruned-0.9.pt", "pruned-0.1.pt", "pruned-0.5.pt", "dense.pt"});
    folder.write("run.json", quoted("{'axis': {'name': 'pruning ratio', 'pattern': 'pruned-([0-9.]+)[.]pt'}}"));
    const Run run = Run::open(folder.path());
    QCOMPARE(steps(run), (std::vector<double>{0.1, 0.5, 0.9}));
    QCOMPARE(run.series().axis, std::string("pruning ratio"));
    QVERIFY(run.series().kind == SeriesKind::models);
    QCOMPARE(run.series().setAside.back().name, std::string("dense.pt"));
    for (const Finding& finding : run.findings()) {
      if (finding.what == "checkpoints") QVERIFY(finding.text.find("pruning ratio 0.1 to 0.9") != std::string::npos);
      break;
    }
  }

  void numbersByName() {
    RunFolder folder;
    folder.touch({"small.pt", "wide.pt", "medium.pt"});
    folder.write("run.json",
                 quoted("{'axis': {'name': 'width', 'values': {'small.pt': 16, 'wide.pt': 256, 'medium.pt': 64}}}"));
    QCOMPARE(steps(Run::open(folder.path())), (std::vector<double>{16, 64, 256}));
    folder.write("run.json",
                 quoted("{'checkpoints': ['wide.pt', 'small.pt'], 'axis': {'name': 'width', 'values': [256, "
                        "16], 'training': true}}"));
    const Run run = Run::open(folder.path());
    QCOMPARE(steps(run), (std::vector<double>{16, 256}));
    QVERIFY(run.series().kind == SeriesKind::training);
  }

  void writtenAsRead() {
    RunFolder folder;
    folder.touch({"a.pt", "b.pt"});
    folder.write("run.json",
                 quoted("{'axis': {'name': 'width', 'values': {'a.pt': 1.5, 'b.pt': 3}, 'training': true}}"));
    const RunDescription description = readRunDescription(folder.path() / "run.json");
    writeRunDescription(folder.path() / "again.json", description);
    QVERIFY(readRunDescription(folder.path() / "again.json") == description);
  }

  void mistakesNameFileKeyAndExpectation_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, const char* json, const char* said) {
      QTest::newRow(name) << QString::fromStdString(quoted(json)) << QString::fromStdString(quoted(said));
    };
    row("type", "{'axis': 'width'}", "'axis' should be");
    row("unknown key", "{'axis': {'name': 'width', 'patern': 'a([0-9])'}}", "did you mean 'pattern'?");
    row("no name", "{'axis': {'pattern': 'a([0-9])'}}", "'axis' should be");
    row("neither", "{'axis': {'name': 'width'}}", "'axis' should be");
    row("both", "{'axis': {'name': 'width', 'pattern': 'a([0-9])', 'values': {'a1.pt': 1}}}", "'axis' should be");
    row("no group", "{'axis': {'name': 'width', 'pattern': 'a[0-9]'}}",
        "'axis.pattern' should be a regular expression");
    row("no number", "{'axis': {'name': 'width', 'values': {'a1.pt': 'x'}}}", "'axis.values.a1.pt' should be a number");
    row("list without names", "{'axis': {'name': 'width', 'values': [1, 2]}}", "'axis.values' should be an object");
    row("steps too", "{'steps': {'pattern': 'a([0-9])'}, 'axis': {'name': 'width', 'pattern': 'a([0-9])'}}",
        "'axis' should be left out where 'steps' is given");
    row("no such file", "{'axis': {'name': 'width', 'values': {'a9.pt': 1}}}", "'a9.pt', which is no checkpoint");
    row("not a number in the name", "{'axis': {'name': 'width', 'pattern': '([a-z])[0-9]'}}", "finds 'a' in a1.pt");
    row("nothing found", "{'axis': {'name': 'width', 'pattern': 'z([0-9])'}}", "none of the checkpoints a number");
    row("one number twice", "{'axis': {'name': 'width', 'values': {'a1.pt': 1, 'a2.pt': 1}}}",
        "a1.pt and a2.pt the same number, 1");
    row("below 0", "{'axis': {'name': 'width', 'values': {'a1.pt': -1, 'a2.pt': 1}, 'training': true}}", "below 0");
  }
  void mistakesNameFileKeyAndExpectation() {
    QFETCH(QString, json);
    QFETCH(QString, said);
    RunFolder folder;
    folder.touch({"a1.pt", "a2.pt"});
    folder.write("run.json", json.toStdString());
    const QString told =
        QString::fromStdString(spindle::test::sentence<UserError>([&] { (void)Run::open(folder.path()); }));
    QVERIFY2(told.contains("run.json") && told.contains(said), qPrintable(told));
  }

  /// A log of training counts steps; its losses are not those of a width that happens to be equal.
  void lossesOfStepsAreNotJoined() {
    RunFolder folder;
    folder.touch({"width1.pt", "width2.pt"});
    folder.write("metrics.csv", "step,train_loss,test_loss\n1,0.5,0.6\n2,0.4,0.5\n");
    folder.write("run.json", quoted("{'axis': {'name': 'width', 'pattern': 'width([0-9]+)'}}"));
    const Run run = Run::open(folder.path());
    for (const Checkpoint& checkpoint : run.series().checkpoints) QVERIFY(std::isnan(checkpoint.trainLoss));
    bool told = false;
    for (const Finding& finding : run.findings())
      told = told || finding.text.find("goes by training steps, the checkpoints by width") != std::string::npos;
    QVERIFY(told);
  }
};

QTEST_APPLESS_MAIN(AxisTest)
#include "tst_axis.moc"
