// SPDX-License-Identifier: GPL-3.0-or-later
// spindle watch on the bundled run, whose checkpoints appear one after the other, and on a training.
#include "tests/app/program.h"

#include <QFileInfo>
#include <QTest>

using namespace spindle::test;

namespace {

const QString bundled = QStringLiteral(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet");

}  // namespace

class WatchTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }
  void endsWhenPhaseTwoHasStarted();
  void tellsThatPhaseTwoDidNotStart();
  void ctrlCKeepsWhatIsDone();
  void endsWithTheTraining();
  void aStoppedTrainingGoesOn();
  void wrongUsage();

 private:
  Ended spindle(const QStringList& arguments) const { return spindleProgram(arguments, folder_->path()); }
  std::unique_ptr<QProcess> started(const QStringList& arguments) const {
    auto process = std::make_unique<QProcess>();
    process->setWorkingDirectory(folder_->path());
    process->start(programPath(), arguments);
    return process;
  }
  /// The bundled run with the checkpoints up to a step, in the folder "run"; returns the others.
  QStringList runUpTo(int step) const {
    copyFolder(bundled, folder_->filePath("run"));
    QFile::remove(folder_->filePath("run/HOW.md"));
    QDir().mkpath(folder_->filePath("run/checkpoints"));
    QStringList later;
    for (const QString& name : QDir(bundled + "/checkpoints").entryList(QDir::Files)) {
      if (name.mid(5, 6).toInt() > step)
        later << name;
      else
        QFile::copy(bundled + "/checkpoints/" + name, folder_->filePath("run/checkpoints/" + name));
    }
    return later;
  }
  static QStringList watch(const QStringList& more) {
    return QStringList{"watch", "run", "-o", "w.h5", "--interval", "0.02"} +
           (more.contains("--samples") ? QStringList() : QStringList{"--samples", "0-7"}) + more;
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

void WatchTest::endsWhenPhaseTwoHasStarted() {
  QStringList later = runUpTo(3);
  const auto process = started(watch({"--until", "phase-two"}));
  while (process->state() != QProcess::NotRunning && !later.isEmpty()) {
    const QString name = later.takeFirst();
    QFile::copy(bundled + "/checkpoints/" + name, folder_->filePath("run/checkpoints/" + name));
    process->waitForFinished(150);
  }
  QVERIFY(process->state() == QProcess::NotRunning || process->waitForFinished(60000));
  const QString said = QString::fromUtf8(process->readAllStandardOutput());
  QVERIFY2(process->exitCode() == 0, qPrintable(said + QString::fromUtf8(process->readAllStandardError())));
  QVERIFY2(said.startsWith("Phase two started at step ") && said.contains("resamples of the samples"),
           qPrintable(said));
  // The results are those of an extraction.
  const Ended shown = spindle({"analyze", "phases", "w.h5"});
  QCOMPARE(shown.status, 0);
  const QString step = said.mid(26).section(':', 0, 0).remove(',');
  QVERIFY2(shown.out.contains("step " + step), qPrintable(step + shown.out));
}

void WatchTest::tellsThatPhaseTwoDidNotStart() {
  runUpTo(3);
  const Ended ended = spindle(watch({"--until", "phase-two", "--timeout", "0.5"}));
  QCOMPARE(ended.status, 4);
  QVERIFY2(ended.err.contains("phase two did not start"), qPrintable(ended.err));
  QVERIFY(ended.out.isEmpty());
  QCOMPARE(spindle(watch({"--timeout", "0.5"})).status, 0);
}

void WatchTest::ctrlCKeepsWhatIsDone() {
  runUpTo(3);
  const auto process = started(watch({}));
  QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(folder_->filePath("w.h5")), 60000);
  process->terminate();
  QVERIFY(process->waitForFinished(60000));
  QCOMPARE(process->exitCode(), 3);
  QVERIFY(process->readAllStandardError().contains("the same command continues"));
  QCOMPARE(spindle({"show", "w.h5"}).status, 0);
}

void WatchTest::endsWithTheTraining() {
  const auto training = started({"train", "digits-mlp", "-o", "run", "--steps", "60", "--checkpoints", "6"});
  const Ended watched =
      spindle({"watch", "run", "-o", "w.h5", "--interval", "0.02", "--samples", "0-5", "--batch", "64"});
  QVERIFY(training->waitForFinished(60000));
  QCOMPARE(training->exitCode(), 0);
  QVERIFY2(watched.status == 0, qPrintable(watched.err));
  QVERIFY2(!watched.err.contains("still being written"), qPrintable(watched.err));
  QCOMPARE(spindle({"extract", "run", "-o", "once.h5", "--samples", "0-5", "--batch", "64"}).status, 0);
  QCOMPARE(spindle({"show", "w.h5"}).out, spindle({"show", "once.h5"}).out.replace("once.h5", "w.h5"));
}

void WatchTest::aStoppedTrainingGoesOn() {
  const QStringList options{"train", "digits-mlp", "--seed", "5", "--steps", "6000", "--checkpoints", "8", "-o"};
  QCOMPARE(spindle(options + QStringList{"whole"}).status, 0);
  auto training = started(options + QStringList{"run"});
  QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(folder_->filePath("run/checkpoints/step=000001.pt")), 60000);
  training->terminate();
  QVERIFY(training->waitForFinished(60000));
  QCOMPARE(training->exitCode(), 3);
  QVERIFY2(QFileInfo::exists(folder_->filePath("run/training.state")), "stopped too late: give it more steps");
  QCOMPARE(spindle({"info", "run"}).status, 0);
  const Ended anew = spindle(options + QStringList{"run"});
  QCOMPARE(anew.status, 2);
  QVERIFY2(anew.err.contains("--resume"), qPrintable(anew.err));
  const Ended other = spindle({"train", "digits-mlp", "--seed", "6", "--steps", "6000", "-o", "run", "--resume"});
  QCOMPARE(other.status, 2);
  QVERIFY2(other.err.contains("other options"), qPrintable(other.err));
  training = started(options + QStringList{"run", "--resume"});
  QTest::qWait(300);
  training->kill();  // in the middle of anything
  QVERIFY(training->waitForFinished(60000));
  if (QFileInfo::exists(folder_->filePath("run/training.state")))
    QCOMPARE(spindle(options + QStringList{"run", "--resume"}).status, 0);
  const QDir whole(folder_->filePath("whole")), run(folder_->filePath("run"));
  const QStringList names = QDir(whole.filePath("checkpoints")).entryList(QDir::Files);
  QCOMPARE(names.size(), 8);
  for (const QString& name : names + QStringList{"../metrics.csv", "../run.json", "../HOW.md", "../samples.npz"}) {
    const QString file = "checkpoints/" + name;
    QVERIFY2(fileBytes(whole.filePath(file)) == fileBytes(run.filePath(file)), qPrintable(name));
  }
  QCOMPARE(spindle(options + QStringList{"run", "--resume"}).status, 2);
}

void WatchTest::wrongUsage() {
  runUpTo(3);
  QVERIFY(spindle(watch({"--until", "phase-three"})).err.contains("is not phase-two"));
  QCOMPARE(spindle({"watch", "run", "-o", "no/w.h5"}).status, 2);
  QCOMPARE(spindle(watch({"--samples", "0-999999"})).status, 2);
  QCOMPARE(spindle(watch({"--baseline", "mean of all"})).status, 2);
}

QTEST_GUILESS_MAIN(WatchTest)
#include "tst_watch.moc"
