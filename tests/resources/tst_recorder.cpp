// SPDX-License-Identifier: GPL-3.0-or-later
// The Python recorder: real trainings, recorded in every way, open with no question and give PyTorch's own scores.
#include "core/run/run.h"
#include "core/store/results_file.h"
#include "tests/app/program.h"
#include "tests/core/near.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

using namespace spindle;
using namespace spindle::test;

class RecorderTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QProcess process;
    process.start("/usr/bin/python3", {QStringLiteral(SPINDLE_SOURCE_DIR "/tests/resources/record_training.py"),
                                       QStringLiteral(SPINDLE_SOURCE_DIR "/resources/python"), folder_.path()});
    QVERIFY(process.waitForFinished(-1));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
  }

  void opensWithNoQuestion_data() {
    QTest::addColumn<QString>("way");
    QTest::addColumn<double>("last");
    QTest::newRow("loop") << "loop" << 200.0;
    QTest::newRow("Lightning") << "lightning" << 60.0;
    QTest::newRow("Hugging Face") << "hugging_face" << 60.0;
  }
  void opensWithNoQuestion() {
    QFETCH(QString, way);
    QFETCH(double, last);
    const Run run = Run::open(folder_.filePath(way).toStdString());
    for (const Finding& finding : run.findings())
      QVERIFY2(finding.kind != Finding::Kind::missing, (finding.what + ": " + finding.text).c_str());
    const auto& list = run.series().checkpoints;
    QVERIFY(list.size() > 10);
    QCOMPARE(list.front().step, 0.0);
    QCOMPARE(list.back().step, last);
    // A logarithmic grid: never further apart than a quarter, and close at the start.
    for (std::size_t i = 1; i + 1 < list.size(); ++i)
      QVERIFY(list[i].step <= std::max(list[i - 1].step + 1.0, std::ceil(1.25 * list[i - 1].step)));
    QVERIFY(std::isfinite(list.back().trainLoss) && std::isfinite(list.back().testLoss));
    QVERIFY(list.back().trainLoss < 0.8 * list[1].trainLoss);  // it did train
    QCOMPARE(run.samples().samples.size(), std::size_t{8});
    QCOMPARE(run.samples().samples.front().name, std::string("sample 0"));
    QCOMPARE(run.samples().classes.size(), std::size_t{3});
    const Ended info = spindleProgram({"info", folder_.filePath(way)});
    QCOMPARE(info.status, 0);
    QVERIFY2(!info.out.contains("MISSING") && !info.out.contains("ASK"), qPrintable(info.out));
  }

  /// A DataFrame keeps the names of its columns; masked cells become the mean of the training data, flags their most
  /// frequent value.
  void tablesKeepTheirNames() {
    const auto expected = nlohmann::json::parse(fileBytes(folder_.filePath("table.json")).toStdString());
    const auto names = expected["columns"].get<std::vector<std::string>>();
    const Run run = Run::open(folder_.filePath("table").toStdString());
    QVERIFY(run.samples().columns == names);
    QCOMPARE(run.samples().format.kind, InputKind::tabular);
    QVERIFY(run.description().baseline.has_value());
    const auto& baseline = run.description().baseline->values;
    QCOMPARE(baseline.size(), names.size());
    for (std::size_t c = 0; c < names.size(); ++c)
      QVERIFY(near(baseline[c], expected["baseline"][c].get<double>(), 1e-6));
    const Ended info = spindleProgram({"info", folder_.filePath("table")});
    QCOMPARE(info.status, 0);
    QVERIFY2(!info.out.contains("MISSING") && !info.out.contains("ASK"), qPrintable(info.out));
    const QString out = folder_.filePath("table.h5");
    QCOMPARE(spindleProgram({"extract", folder_.filePath("table"), "-o", out}).status, 0);
    const QString values = spindleProgram({"analyze", "values", out}).out;
    for (const std::string& name : names) QVERIFY2(values.contains(QString::fromStdString(name)), qPrintable(values));
  }

  void textsOpenWithTheirVocabulary() {
    const Run run = Run::open(folder_.filePath("text").toStdString());
    QCOMPARE(run.samples().format.kind, InputKind::text);
    QCOMPARE(QString::fromStdString(run.samples().vocabulary.filename().string()), QString("vocab.txt"));
    Ended info = spindleProgram({"info", folder_.filePath("text")});
    QCOMPARE(info.status, 0);
    info.out.remove("[MASK]");
    QVERIFY2(!info.out.contains("MISSING") && !info.out.contains("ASK"), qPrintable(info.out));
  }

  void scoresEqualPyTorchs() {
    const QString out = folder_.filePath("results.h5");
    const Ended ended = spindleProgram({"extract", folder_.filePath("loop"), "-o", out, "--baseline", "zero"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto results = ResultsReader::open(out.toStdString());
    const auto rows = fileBytes(folder_.filePath("scores.csv")).trimmed().split('\n');
    QCOMPARE(rows.size(), 2);
    for (qsizetype s = 0; s < rows.size(); ++s) {
      const auto cells = rows[s].split(',');
      const PairResult pair = results->pair(results->header().checkpoints() - 1, static_cast<std::size_t>(s));
      QCOMPARE(static_cast<qsizetype>(pair.values.size()), cells.size());
      for (qsizetype t = 0; t < cells.size(); ++t)
        QVERIFY(near(pair.values[static_cast<Coalition>(t)], cells[t].toDouble(), 1e-4));
    }
  }

 private:
  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(RecorderTest)
#include "tst_recorder.moc"
