// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever stops a command while it writes (a limit on the size of files, which fails writes as a full disk does, or
// SIGKILL), the file that was there stays as it was, or the new one is there as a whole.
#include "tests/app/program.h"

#include <QFileInfo>
#include <QStandardPaths>
#include <QTest>

using namespace spindle::test;

class OutputsKeptTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void theOldOneIsKept_data();
  void theOldOneIsKept();
  void someWereKilledAtWork();

 private:
  [[nodiscard]] QStringList command(bool other) const;
  [[nodiscard]] QString output() const { return folder_.filePath(command(false).back()); }
  [[nodiscard]] QStringList beside() const {
    return QDir(folder_.path()).entryList({command(false).back() + ".*"}, QDir::AllEntries | QDir::Hidden);
  }
  /// Makes the other file, then the old one in its place.
  void make();
  void limitOnFiles();
  void kill();

  QTemporaryDir folder_;
  QByteArray old_, other_;
  int killed_ = 0;
};

void OutputsKeptTest::initTestCase() {
  for (const char* score : {"log-odds", "logit"}) {
    const Ended made =
        spindleProgram({"extract", golden("tiny"), "-o", folder_.filePath(score) + ".h5", "--score", score});
    QVERIFY2(made.status == 0, qPrintable(made.err));
  }
}

/// Commands whose last word is the file that they write; RESULTS and SCORE make one file of it or another.
void OutputsKeptTest::theOldOneIsKept_data() {
  QTest::addColumn<QStringList>("words");
  const auto row = [](const QStringList& words) { QTest::newRow(qPrintable(words.back())) << words; };
  for (const char* ending : {"pdf", "svg", "tex"}) row({"figure", "RESULTS", "-o", QString("figure.") + ending});
  row({"figure", "RESULTS", "-o", "beside.png", "--data", "numbers.csv"});
  row({"report", "RESULTS", "-o", "report.html"});
  for (const char* kind : {"json", "npz"})
    row({"analyze", "dynamics", "RESULTS", QString("--") + kind, QString("tables.") + kind});
  row({"extract", golden("tiny"), "-o", "x.h5", "--anew", "--score", "SCORE", "--export", "dynamics.csv"});
  row({"extract", golden("tiny"), "--score", "SCORE", "-o", "results.h5"});
  if (QStandardPaths::findExecutable("ffmpeg").isEmpty()) return;
  row({"animate", "RESULTS", "--size", "320x180", "--seconds", "1", "--fps", "5", "-o", "film.mp4"});
}

QStringList OutputsKeptTest::command(bool other) const {
  QFETCH(QStringList, words);
  words.replaceInStrings("RESULTS", other ? "logit.h5" : "log-odds.h5");
  words.replaceInStrings("SCORE", other ? "logit" : "log-odds");
  return words;
}

void OutputsKeptTest::make() {
  qputenv("SOURCE_DATE_EPOCH", "1700000000");
  for (const bool which : {true, false}) {
    const Ended made = spindleProgram(command(which), folder_.path());
    QVERIFY2(made.status == 0, qPrintable(made.err));
    (which ? other_ : old_) = fileBytes(output());
  }
  QVERIFY(old_.size() > 2048 && other_.size() > 2048 && old_ != other_);
}

void OutputsKeptTest::theOldOneIsKept() {
  make();
  if (!QTest::currentTestFailed()) limitOnFiles();
  if (!QTest::currentTestFailed()) kill();
}

void OutputsKeptTest::limitOnFiles() {
  QProcess limited;
  limited.setWorkingDirectory(folder_.path());
  limited.start("bash", QStringList{"-c", "ulimit -f 1; exec \"$0\" \"$@\"", programPath()} + command(true));
  QVERIFY(limited.waitForFinished(-1));
  const QString told = QString::fromUtf8(limited.readAllStandardError());
  QVERIFY2(limited.exitStatus() == QProcess::NormalExit && limited.exitCode() == 2, qPrintable(told));
  QVERIFY2(told.contains("ulimit -f") && told.count('\n') == 1, qPrintable(told));
  QVERIFY(fileBytes(output()) == old_);
  if (!output().endsWith(".h5")) QCOMPARE(beside(), QStringList());  // finished samples of results are kept
}

void OutputsKeptTest::kill() {
  const QStringList names = beside();
  QProcess process;
  process.setWorkingDirectory(folder_.path());
  process.start(programPath(), command(true));
  QVERIFY(process.waitForStarted());
  while (beside() == names && !process.waitForFinished(0)) continue;
  killed_ += process.state() != QProcess::NotRunning ? 1 : 0;
  process.kill();
  process.waitForFinished(-1);
  const QByteArray now = fileBytes(output());
  QVERIFY2(now == old_ || now == other_, qPrintable(QString("%1 bytes").arg(now.size())));
  // The next one is not disturbed by what is left.
  const Ended again = spindleProgram(
      command(true) + (output().endsWith("results.h5") ? QStringList{"--anew"} : QStringList{}), folder_.path());
  QVERIFY2(again.status == 0, qPrintable(again.err));
  QVERIFY(fileBytes(output()) == other_);
}

void OutputsKeptTest::someWereKilledAtWork() {
  QVERIFY2(killed_ > 1, qPrintable(QString::number(killed_)));
}

QTEST_GUILESS_MAIN(OutputsKeptTest)
#include "tst_outputs_kept.moc"
