// SPDX-License-Identifier: GPL-3.0-or-later
// A measurement in parts, through the command line: joined, it is the same file as one made at one go, whatever
// happened to the parts; and what does not belong together is not joined.
#include "core/store/results_file.h"
#include "tests/app/program.h"

#include <QRandomGenerator>
#include <QTest>
#include <QThread>

#include <memory>
#include <signal.h>
#include <utility>
#include <vector>

using namespace spindle;
using namespace spindle::test;

namespace {

/// Whether a process has a handler for the signal.
bool catches(qint64 process, int signal) {
  const QByteArray status = fileBytes(QString("/proc/%1/status").arg(process));
  const auto at = status.indexOf("SigCgt:");
  return at >= 0 && (status.mid(at + 7).trimmed().left(16).toULongLong(nullptr, 16) >> (signal - 1) & 1) != 0;
}

}  // namespace

class PartsTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void joinedPartsAreTheSameFile_data();
  void joinedPartsAreTheSameFile();
  void clocksDoNotMatter();
  void missingPartsAreNamedWithTheirCommands();
  void aSetOfShardsIsReadAsItIs();
  void aPartTwiceIsNoMatter();
  void processesWithTheSamePart_data();
  void processesWithTheSamePart();
  void partsOfAnotherMeasurementAreRefused_data();
  void partsOfAnotherMeasurementAreRefused();
  void aBrokenCheckpointIsNotMissing();
  void signalsEndAfterTheSample_data();
  void signalsEndAfterTheSample();
  void killedAtRandomAndResumed();
  void scratchIsCopiedToItsPlace();
  void anIncompleteMergeIsResumed();
  void theScriptOfAPlanMakesTheParts();
  void aTemplateOfOnesOwnIsFilledIn();
  void whatPartsCannotDoIsRefused_data();
  void whatPartsCannotDoIsRefused();

 private:
  Ended part(const QString& number, const QStringList& more = {}) const {
    return run(QStringList{"extract", "run", "-o", "out.h5", "--batch", "16", "--part", number} + more);
  }
  Ended run(const QStringList& arguments) const { return spindleProgram(arguments, folder_->path()); }
  QString in(const QString& name) const { return folder_->filePath(name); }
  QByteArray whole(const QStringList& more = {}) const {
    run(QStringList{"extract", "run", "-o", "whole.h5", "--batch", "16"} + more);
    return fileBytes(in("whole.h5"));
  }
  std::unique_ptr<QProcess> started(const QStringList& arguments, const QStringList& environment = {}) const {
    auto process = std::make_unique<QProcess>();
    process->setEnvironment(QProcess::systemEnvironment() + environment);
    process->setWorkingDirectory(folder_->path());
    process->start(programPath(), arguments);
    return process;
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

void PartsTest::init() {
  qputenv("SOURCE_DATE_EPOCH", "1700000000");
  folder_ = std::make_unique<QTemporaryDir>();
  copyFolder(golden("tiny"), in("run"));
}

void PartsTest::joinedPartsAreTheSameFile_data() {
  QTest::addColumn<int>("count");
  QTest::addColumn<QStringList>("more");
  QTest::newRow("one part") << 1 << QStringList{};
  QTest::newRow("a part ends within a checkpoint") << 3 << QStringList{};
  QTest::newRow("more parts than pairs") << 25 << QStringList{};
  QTest::newRow("samples that belong together") << 3 << QStringList{"--noise-range", "mean"};
}

void PartsTest::joinedPartsAreTheSameFile() {
  QFETCH(int, count);
  QFETCH(QStringList, more);
  // As on machines of other sizes, in another order.
  for (int number = count; number >= 1; --number) {
    const Ended ended =
        part(QString("%1/%2").arg(number).arg(count), more + QStringList{"--threads", number % 2 ? "1" : "3"});
    QVERIFY2(ended.status == 0 && ended.err.isEmpty(), qPrintable(ended.err));
  }
  QVERIFY(!QFile::exists(in("out.h5")));
  const Ended merged = run({"merge", "out.h5"});
  QVERIFY2(merged.status == 0, qPrintable(merged.err));
  QVERIFY2(merged.out.contains(QString("from %1 shard").arg(count)), qPrintable(merged.out));
  const QByteArray expected = whole(more);
  QVERIFY(!expected.isEmpty());
  QVERIFY(fileBytes(in("out.h5")) == expected);
}

/// The second node's clock is a day ahead, the third's a day behind.
void PartsTest::clocksDoNotMatter() {
  int number = 0;
  for (const char* time : {"1700000000", "1700086400", "1699913600"}) {
    qputenv("SOURCE_DATE_EPOCH", time);
    QCOMPARE(part(QString("%1/3").arg(++number)).status, 0);
  }
  QCOMPARE(run({"merge", "out.h5"}).status, 0);
  QVERIFY(fileBytes(in("out.h5")) == whole());
}

void PartsTest::missingPartsAreNamedWithTheirCommands() {
  QCOMPARE(part("1/4", {"--gap", "0.005"}).status, 0);
  QCOMPARE(part("3/4", {"--gap", "0.005"}).status, 0);
  const Ended missing = run({"merge", "out.h5"});
  QCOMPARE(missing.status, 2);
  QVERIFY2(missing.err.startsWith("spindle: 12 of 24 pairs") && missing.err.count('\n') == 1, qPrintable(missing.err));
  QVERIFY(!QFile::exists(in("out.h5")));
  const QString common = "spindle extract run --output out.h5 --batch 16 --gap 0.005 --part ";
  QCOMPARE(missing.out, common + "2/4 --resume\n" + common + "4/4 --resume\n");
  for (const QString& command : missing.out.split('\n', Qt::SkipEmptyParts))
    QCOMPARE(run(command.split(' ').mid(1)).status, 0);
  QCOMPARE(run({"merge", "out.h5"}).status, 0);
  QVERIFY(fileBytes(in("out.h5")) == whole({"--gap", "0.005"}));
  const Ended none = run({"merge", "other.h5"});
  QCOMPARE(none.status, 2);
  QVERIFY2(none.err.contains("no shards of other.h5 (other.part-1-of-4.h5, ...)"), qPrintable(none.err));
}

void PartsTest::aSetOfShardsIsReadAsItIs() {
  QCOMPARE(part("1/5").status, 0);
  QCOMPARE(part("2/5").status, 0);
  QCOMPARE(part("4/5").status, 0);
  const Ended shown = run({"show", "out.h5"});
  QVERIFY2(shown.status == 0, qPrintable(shown.err));
  QVERIFY2(shown.out.contains("Parts are missing (spindle merge names them): 2 checkpoints have some only, so its "
                              "strengths are means over fewer samples.") ||
               shown.out.contains("Parts are missing"),
           qPrintable(shown.out));
  const Ended analyzed = run({"analyze", "phases", "out.h5"});
  QVERIFY2(analyzed.status == 0 && analyzed.err.contains("Parts are missing"), qPrintable(analyzed.err));
  const Ended drawn = run({"figure", "out.h5", "-o", "out.pdf"});
  QVERIFY2(drawn.status == 0 && drawn.err.contains("out.h5: Parts are missing"), qPrintable(drawn.err));
  QCOMPARE(part("3/5").status, 0);
  QCOMPARE(part("5/5").status, 0);
  const QString set = run({"show", "out.h5"}).out;
  QCOMPARE(run({"merge", "out.h5"}).status, 0);
  for (int number = 1; number <= 5; ++number) QVERIFY(QFile::remove(in(QString("out.part-%1-of-5.h5").arg(number))));
  QCOMPARE(run({"show", "out.h5"}).out, set);
}

void PartsTest::aPartTwiceIsNoMatter() {
  QCOMPARE(part("1/2").status, 0);
  const QByteArray bytes = fileBytes(in("out.part-1-of-2.h5"));
  QCOMPARE(part("1/2").status, 0);
  QVERIFY(fileBytes(in("out.part-1-of-2.h5")) == bytes);
  QCOMPARE(part("1/2", {"--resume"}).status, 0);
  QVERIFY(fileBytes(in("out.part-1-of-2.h5")) == bytes);
  // And of another cut, which holds some pairs a second time.
  QCOMPARE(part("2/3").status, 0);
  QCOMPARE(part("3/3").status, 0);
  QCOMPARE(run({"merge", "out.h5"}).status, 0);
  QVERIFY(fileBytes(in("out.h5")) == whole());
}

void PartsTest::processesWithTheSamePart_data() {
  QTest::addColumn<QStringList>("environment");
  QTest::newRow("with locks") << QStringList{};
  QTest::newRow("HDF5 without locks") << QStringList{"HDF5_USE_FILE_LOCKING=FALSE"};
#ifdef SPINDLE_NO_LOCKS
  QTest::newRow("a file system without locks") << QStringList{"LD_PRELOAD=" SPINDLE_NO_LOCKS};
#endif
}

/// Each ends well or with a sentence, and what they leave is whole.
void PartsTest::processesWithTheSamePart() {
  QFETCH(QStringList, environment);
  const QStringList arguments{"extract", "run", "-o", "out.h5", "--batch", "16", "--part", "1/1", "--resume"};
  std::vector<std::unique_ptr<QProcess>> processes;
  for (int i = 0; i < 4; ++i) processes.push_back(started(arguments, environment));
  for (const auto& process : processes) {
    QVERIFY(process->waitForFinished(60000));
    const QString err = QString::fromUtf8(process->readAllStandardError());
    QCOMPARE(process->exitStatus(), QProcess::NormalExit);
    QVERIFY2(process->exitCode() == 0 ? err.isEmpty()
                                      : process->exitCode() == 2 && err.startsWith("spindle: ") && err.count('\n') == 1,
             qPrintable(err));
  }
  const auto last = started(arguments, environment);
  QVERIFY(last->waitForFinished(60000));
  QVERIFY2(last->exitCode() == 0, last->readAllStandardError().constData());
  QCOMPARE(run({"merge", "out.h5"}).status, 0);
  QVERIFY(fileBytes(in("out.h5")) == whole());
}

void PartsTest::partsOfAnotherMeasurementAreRefused_data() {
  QTest::addColumn<QStringList>("more");
  QTest::addColumn<QString>("changed");
  QTest::addColumn<QString>("said");
  QTest::newRow("options") << QStringList{"--noise-bound", "0.1"} << QString() << "options (noise_bound)";
  QTest::newRow("samples") << QStringList{"--samples", "0-4"} << QString() << "samples";
  QTest::newRow("weights") << QStringList{} << "epoch2.pt"
                           << "weights (epoch2.pt)";
  QTest::newRow("architecture") << QStringList{} << "model.pt"
                                << "architecture";
  QTest::newRow("contents of samples") << QStringList{} << "samples.csv"
                                       << "contents of the samples";
}

void PartsTest::partsOfAnotherMeasurementAreRefused() {
  QFETCH(QStringList, more);
  QFETCH(QString, changed);
  QFETCH(QString, said);
  QCOMPARE(part("1/3").status, 0);
  if (changed == "epoch2.pt") writeFile(in("run/epoch2.pt"), fileBytes(in("run/epoch10.pt")));
  if (changed == "model.pt") {
    QByteArray bytes = fileBytes(in("run/model.pt"));
    const auto checksum = bytes.lastIndexOf(QByteArray("PK\x01\x02", 4)) + 16;  // in the table of contents
    bytes[checksum] = static_cast<char>(bytes[checksum] + 1);
    writeFile(in("run/model.pt"), bytes);
  }
  if (changed == "samples.csv") {
    QByteArray text = fileBytes(in("run/samples.csv"));
    const auto digit = text.lastIndexOf('5');
    text[digit] = '6';
    writeFile(in("run/samples.csv"), text);
  }
  const Ended other = part("2/3", more);
  QVERIFY2(other.status == 0, qPrintable(other.err));
  for (const QStringList& arguments : {QStringList{"merge", "out.h5"}, QStringList{"show", "out.h5"}}) {
    const Ended refused = run(arguments);
    QCOMPARE(refused.status, 2);
    QVERIFY2(refused.err.contains("out.part-2-of-3.h5 was computed with other " + said) && refused.err.count('\n') == 1,
             qPrintable(refused.err));
  }
  QVERIFY(!QFile::exists(in("out.h5")));
}

/// A checkpoint that no machine can read leaves the same gap as at one go.
void PartsTest::aBrokenCheckpointIsNotMissing() {
  writeFile(in("run/epoch5.pt"), fileBytes(golden("parts/other_network.pt")));
  for (int number = 1; number <= 4; ++number) {
    const Ended ended = part(QString("%1/4").arg(number));
    QCOMPARE(ended.status, 0);
    QCOMPARE(ended.err.contains("epoch5.pt"), number == 3);
  }
  QCOMPARE(run({"merge", "out.h5"}).status, 0);
  QVERIFY(fileBytes(in("out.h5")) == whole());
}

void PartsTest::signalsEndAfterTheSample_data() {
  QTest::addColumn<int>("signal");
  QTest::newRow("SIGTERM") << SIGTERM;
  QTest::newRow("SIGUSR1") << SIGUSR1;
}

void PartsTest::signalsEndAfterTheSample() {
  QFETCH(int, signal);
  // Slow enough to be met on the way: a decomposition of a large table, sample by sample.
  const QString bundled = QStringLiteral(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet");
  const QStringList arguments{"extract",       bundled, "-o",       "slow.h5",   "--samples", "0-15",
                              "--checkpoints", "0-5",   "--batch",  "128",       "--part",    "1/1",
                              "--gap",         "0.001", "--resume", "--threads", "1"};
  int stopped = 0;
  for (const unsigned long milliseconds : {800UL, 400UL, 1600UL}) {
    const auto process = started(arguments);
    QVERIFY(process->waitForStarted());
    const qint64 id = process->processId();
    for (int waits = 0; waits < 6000 && !catches(id, signal); ++waits) QThread::msleep(10);
    QThread::msleep(milliseconds);  // without events, so that the process is not reaped and its number taken
    ::kill(static_cast<pid_t>(id), signal);
    QVERIFY(process->waitForFinished(60000));
    QCOMPARE(process->exitStatus(), QProcess::NormalExit);
    if (process->exitCode() == 0) break;
    QCOMPARE(process->exitCode(), 3);
    ++stopped;
    if (stopped == 1) QVERIFY(!QFile::exists(in("slow.part-1-of-1.h5.parts")));
  }
  QVERIFY2(stopped >= 1, "never met on the way");
  QCOMPARE(run(arguments).status, 0);
  QCOMPARE(run({"merge", "slow.h5"}).status, 0);
  QStringList atOnce = arguments;
  atOnce.remove(atOnce.indexOf("--part"), 2);
  atOnce.replace(3, "once.h5");
  QCOMPARE(run(atOnce).status, 0);
  QVERIFY(fileBytes(in("slow.h5")) == fileBytes(in("once.h5")));
}

void PartsTest::killedAtRandomAndResumed() {
  const QString bundled = QStringLiteral(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet");
  const QStringList common{"extract", bundled,         "-o",  "far.h5",  "--samples",
                           "0-5",     "--checkpoints", "0-7", "--batch", "128"};
  QRandomGenerator random(18);
  int kills = 0;
  while (kills < 20) {
    const auto process = started(common + QStringList{"--resume", "--part", QString("%1/3").arg(random.bounded(1, 4))});
    if (process->waitForFinished(random.bounded(100, 1000))) continue;
    process->kill();
    QVERIFY(process->waitForFinished(60000));
    ++kills;
    if (kills == 20) break;
  }
  for (int number = 1; number <= 3; ++number)
    QCOMPARE(run(common + QStringList{"--resume", "--part", QString("%1/3").arg(number)}).status, 0);
  QCOMPARE(run({"merge", "far.h5"}).status, 0);
  QStringList once = common;
  once.replace(3, "once.h5");
  QCOMPARE(run(once).status, 0);
  QVERIFY(fileBytes(in("far.h5")) == fileBytes(in("once.h5")));
}

void PartsTest::scratchIsCopiedToItsPlace() {
  QVERIFY(QDir(folder_->path()).mkdir("local"));
  QCOMPARE(part("1/2", {"--scratch", "local"}).status, 0);
  QVERIFY(QDir(in("local")).isEmpty());
  QCOMPARE(part("2/2").status, 0);
  QCOMPARE(part("2/2", {"--scratch", "local", "--resume"}).status, 0);
  QCOMPARE(run({"merge", "out.h5"}).status, 0);
  QVERIFY(fileBytes(in("out.h5")) == whole());
  const Ended there = part("1/2", {"--scratch", "local"});
  QVERIFY2(there.status == 2 && there.err.contains("--resume goes on with it"), qPrintable(there.err));
  const Ended none = part("1/2", {"--scratch", "nowhere"});
  QVERIFY2(none.status == 2 && none.err.contains("nowhere is not a folder"), qPrintable(none.err));
}

void PartsTest::anIncompleteMergeIsResumed() {
  QCOMPARE(part("2/3").status, 0);
  const Ended merged = run({"merge", "out.h5", "--incomplete"});
  QVERIFY2(merged.status == 0 && merged.out.contains("without 16 pairs"), qPrintable(merged.out));
  QCOMPARE(run({"extract", "run", "-o", "out.h5", "--batch", "16", "--resume"}).status, 0);
  QVERIFY(fileBytes(in("out.h5")) == whole());
}

/// As the tasks of an array run it.
void PartsTest::theScriptOfAPlanMakesTheParts() {
  const Ended planned =
      run({"plan", "run", "-o", "out.h5", "--batch", "16", "--gap", "0.005", "--parts", "3", "--cpus", "2"});
  QVERIFY2(planned.status == 0 && planned.err.startsWith("spindle: 4 checkpoints x 6 samples, "),
           qPrintable(planned.err));
  QVERIFY2(planned.out.contains("#SBATCH --array=1-3\n") &&
               planned.out.contains("#SBATCH --cpus-per-task=2\n#SBATCH --mem="),
           qPrintable(planned.out));
  writeFile(in("script"), planned.out.toUtf8());
  for (const char* task : {"2", "3", "1"}) {
    QProcess script;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("PATH", QStringLiteral(SPINDLE_BINARY_DIR "/bin:") + environment.value("PATH"));
    environment.insert("SLURM_ARRAY_TASK_ID", task);
    script.setProcessEnvironment(environment);
    script.setWorkingDirectory(folder_->path());
    script.start("bash", {"script"});
    QVERIFY(script.waitForFinished(60000));
    QVERIFY2(script.exitCode() == 0, script.readAllStandardError().constData());
  }
  QCOMPARE(run({"merge", "out.h5"}).status, 0);
  QVERIFY(fileBytes(in("out.h5")) == whole({"--gap", "0.005"}));
}

void PartsTest::aTemplateOfOnesOwnIsFilledIn() {
  const QStringList plan{"plan", "run", "-o", "a b.h5", "--batch", "16", "--parts", "30", "--template", "mine"};
  writeFile(in("mine"), "{{PARTS}} parts: {{COMMAND}}, {{RESULTS}}\n");
  const Ended filled = run(plan);
  QCOMPARE(filled.out, "24 parts: spindle extract run --output 'a b.h5' --batch 16, 'a b.h5'\n");
  writeFile(in("mine"), "{{PARTITION}}");
  const Ended refused = run(plan);
  QVERIFY2(refused.status == 2 && refused.err.contains("mine: {{PARTITION}} is not known"), qPrintable(refused.err));
}

void PartsTest::whatPartsCannotDoIsRefused_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QString>("said");
  QTest::newRow("no number") << QStringList{"--part", "4/3"} << "--part: \"4/3\" is not a part such as 3/40";
  QTest::newRow("no launcher") << QStringList{"--part", "auto"} << "--part auto: no launcher";
  QTest::newRow("layers") << QStringList{"--part", "1/2", "--layers", "all"} << "--layers";
  QTest::newRow("export") << QStringList{"--part", "1/2", "--export", "x.csv"} << "--export needs all parts";
  QTest::newRow("ties") << QStringList{"--part", "1/2", "--ties", "band"} << "--ties band needs all parts";
  QTest::newRow("scratch alone") << QStringList{"--scratch", "."} << "--scratch has an effect with --part only";
}

void PartsTest::whatPartsCannotDoIsRefused() {
  QFETCH(QStringList, arguments);
  QFETCH(QString, said);
  const Ended ended = run(QStringList{"extract", "run", "-o", "out.h5"} + arguments);
  QCOMPARE(ended.status, 2);
  QVERIFY2(ended.err.contains(said) && ended.err.count('\n') == 1, qPrintable(ended.err));
}

QTEST_GUILESS_MAIN(PartsTest)
#include "tst_parts.moc"
