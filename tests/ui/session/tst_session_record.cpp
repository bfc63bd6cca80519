// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "ui/session/session_record.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace spindle;
namespace fs = std::filesystem;

namespace {

/// Two images with ten cells each.
RunFacts facts() {
  RunFacts made;
  made.place = "/runs/one";
  InputFormat& format = made.samples.format;
  format.kind = InputKind::image;
  format.shape = {1, 28, 28};
  for (int i = 0; i < 3; ++i) {
    Sample sample;
    sample.name = "s" + std::to_string(i);
    sample.values.assign(format.elements(), 0.0F);
    made.samples.samples.push_back(sample);
  }
  const InputVariables cells = drawGridCells(format, {7, 7, 10, 0, {1, 1, 6, 6}});
  made.variables = {{0, 2}, {cells, cells}};
  return made;
}

SessionRecord recordOf(const RunFacts& run) {
  VariableChoice choice = run.variables;
  const InputVariables other = drawGridCells(run.samples.format, {5, 5, 8, 3, {0, 0, 0, 0}});
  choice.variables = {other, other};
  SessionRecord record = sessionRecord(run, choice);
  record.step = 37.0;
  record.view = {ShownKinds::orOnly, false};
  record.salience = {ThresholdRule::largest, 0.07, OrderOne::separate};
  record.page = "theory";
  record.docks = {"phases", "trust"};
  record.beside = "/runs/other.h5";
  record.besideBy = "train-loss";
  record.besideDifferences = true;
  return record;
}

}  // namespace

class SessionRecordTest : public QObject {
  Q_OBJECT

 private slots:
  void textAndBack() {
    const SessionRecord record = recordOf(facts());
    QCOMPARE(record.samples, (std::vector<std::size_t>{0, 2}));
    const SessionRecord again = sessionFrom(sessionText(record), "it");
    QVERIFY(again == record);
    VariableChoice chosen = recordedChoice(again, facts());
    QCOMPARE(chosen.count(), 8);
    QVERIFY(chosen.variables[1] == drawGridCells(facts().samples.format, {5, 5, 8, 3, {0, 0, 0, 0}}));
  }

  /// The choice of the run itself is not written: it may be described otherwise the next time.
  void theRunsOwnChoiceStaysItsOwn() {
    const RunFacts run = facts();
    const SessionRecord record = sessionRecord(run, run.variables);
    QVERIFY(record.samples.empty());
    QVERIFY(recordedChoice(record, run) == run.variables);
  }

  void filesMoveTogether() {
    const QTemporaryDir folder;
    const fs::path place = folder.path().toStdString();
    fs::create_directories(place / "a/run");
    SessionRecord record = recordOf(facts());
    record.place = place / "a/run";
    fs::create_directories(place / "a/other");
    record.beside = place / "a/other";
    writeSession(record, place / "a/paper.spindle");
    QVERIFY(readSession(place / "a/paper.spindle") == record);
    writeSession(record, place / "a/paper.spindle");  // one of ours may be replaced
    fs::rename(place / "a", place / "b");
    QCOMPARE(readSession(place / "b/paper.spindle").place.string(), (place / "b/run").string());
  }

  void whatIsNoSessionIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("thesis");
    QTest::newRow("other JSON") << QByteArray("{\"a\": 1}");
    QTest::newRow("wrong type") << QByteArray("{\"spindle\": 1, \"place\": \"x\", \"samples\": \"all\"}");
    QTest::newRow("newer") << QByteArray("{\"spindle\": 9, \"place\": \"x\"}");
    QTest::newRow("unknown threshold") << QByteArray("{\"spindle\": 1, \"place\": \"x\", \"threshold\": \"T9\"}");
    QTest::newRow("deep") << QByteArray("{\"spindle\": 1, \"place\": ") + QByteArray(5000, '[') + "}";
  }
  void whatIsNoSessionIsRefused() {
    QFETCH(QByteArray, text);
    const QTemporaryDir folder;
    const QString file = folder.filePath("x.spindle");
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(text);
    out.close();
    QVERIFY_EXCEPTION_THROWN(readSession(file.toStdString()), UserError);
  }

  void whatDoesNotFitTheRunIsSaid() {
    SessionRecord record = recordOf(facts());
    record.samples[1] = 99;
    QVERIFY_EXCEPTION_THROWN(recordedChoice(record, facts()), UserError);
    record = recordOf(facts());
    record.variables.pop_back();
    QVERIFY_EXCEPTION_THROWN(recordedChoice(record, facts()), UserError);
    record = recordOf(facts());
    record.variables[0] = R"([{"name": "far", "pixels": [[0, 0, 99, 99]]}])";
    QVERIFY_EXCEPTION_THROWN(recordedChoice(record, facts()), UserError);
  }
};

QTEST_GUILESS_MAIN(SessionRecordTest)
#include "tst_session_record.moc"
