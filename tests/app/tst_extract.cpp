// SPDX-License-Identifier: GPL-3.0-or-later
// The program's main job through the command line: numbers equal to PyTorch's, the same bits for any number of workers,
// and the same bits after being killed and resumed.
#include "core/store/results_file.h"
#include "tests/app/program.h"
#include "tests/core/near.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <cmath>
#include <signal.h>

using namespace spindle;
using namespace spindle::test;

class ExtractTest : public QObject {
  Q_OBJECT
 private slots:
  void scoresEqualPyTorchs_data();
  void scoresEqualPyTorchs();
  void workersDoNotChangeABit();
  void killedAndResumedIsUndisturbed();
  void stoppedByTheUserKeepsWhatIsFinished();
  void stoppedOverFinishedResultsLeavesThem();
  void resumeRefusesOtherOptions();
  void anInterruptedComputationIsNotThrownAway_data();
  void anInterruptedComputationIsNotThrownAway();
  void olderResultsOutliveAFailure();
  void someSamplesUnlessAllAreNamed();
  void exportIsTidy();
  void cudaIsRefusedWhereThereIsNone();
  void settingsThatChangeNothingAreRefused_data();
  void settingsThatChangeNothingAreRefused();
};

namespace {

const QString bundled = QStringLiteral(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet");

bool sameBits(const CoalitionTable& a, const CoalitionTable& b) {
  return a.size() == b.size() && std::memcmp(a.values().data(), b.values().data(), a.size() * sizeof(double)) == 0;
}

/// Every number of two results files, compared bit for bit.
QString difference(const QString& a, const QString& b) {
  const auto x = ResultsReader::open(a.toStdString());
  const auto y = ResultsReader::open(b.toStdString());
  const ResultsHeader& h = x->header();
  if (h.step != y->header().step || h.samples() != y->header().samples()) return "headers differ";
  if (h.options != y->header().options) return "options differ";
  for (std::size_t c = 0; c < h.checkpoints(); ++c) {
    for (std::size_t s = 0; s < h.samples(); ++s) {
      const QString place = QString("checkpoint %1, sample %2: ").arg(c).arg(s);
      if (!x->done(c, s) || !y->done(c, s)) return place + "not done";
      const PairResult p = x->pair(c, s);
      const PairResult q = y->pair(c, s);
      if (!sameBits(p.values, q.values)) return place + "values";
      if (!sameBits(p.andPart, q.andPart) || !sameBits(p.orPart, q.orPart)) return place + "interactions";
      if (p.l1 != q.l1 || p.lowerBound != q.lowerBound) return place + "certificate";
    }
    if (x->strength(c).positive != y->strength(c).positive || x->strength(c).negative != y->strength(c).negative)
      return "strength";
  }
  if (x->phase().checkpoint != y->phase().checkpoint) return "phase";
  return {};
}

}  // namespace

void ExtractTest::scoresEqualPyTorchs_data() {
  QTest::addColumn<QString>("network");
  QTest::newRow("TorchScript") << "model.pt";
  QTest::newRow("torch.export") << "model.pt2";
}

void ExtractTest::scoresEqualPyTorchs() {
  QFETCH(QString, network);
  QTemporaryDir folder;
  const QString run = folder.filePath("run"), out = folder.filePath("tiny.h5");
  copyFolder(golden("tiny"), run);
  if (network == "model.pt2") {
    QVERIFY(QFile::remove(run + "/model.pt"));
    QVERIFY(QFile::copy(golden("../model/exported/tiny_run.pt2"), run + "/model.pt2"));
  }
  const Ended info = spindleProgram({"info", run});
  const QString found = network + " (" + QTest::currentDataTag() + ")";
  QVERIFY2(info.status == 0 && info.out.contains(found), qPrintable(info.out));
  const Ended ended = spindleProgram({"extract", run, "-o", out, "--baseline", "zero"});
  QVERIFY2(ended.status == 0, qPrintable(ended.err));
  const auto results = ResultsReader::open(out.toStdString());
  QCOMPARE(results->header().variables, 6);
  const auto rows = fileBytes(golden("values.csv")).trimmed().split('\n');
  QCOMPARE(results->header().checkpoints(), static_cast<std::size_t>(rows.size()));
  for (qsizetype c = 0; c < rows.size(); ++c) {
    const auto cells = rows[c].trimmed().split(',');
    QCOMPARE(results->header().epoch[static_cast<std::size_t>(c)], cells[0].toDouble());
    const PairResult pair = results->pair(static_cast<std::size_t>(c), 0);
    for (qsizetype t = 1; t < cells.size(); ++t)
      QVERIFY(near(pair.values[static_cast<Coalition>(t - 1)], cells[t].toDouble(), 1e-4));
  }
}

void ExtractTest::workersDoNotChangeABit() {
  QTemporaryDir folder;
  const QStringList common{"--checkpoints", "0,9,20", "--samples", "0-6", "--batch", "64"};
  const QString one = folder.filePath("one.h5");
  const QString two = folder.filePath("two.h5");
  QCOMPARE(spindleProgram(QStringList{"extract", bundled, "-o", one, "--threads", "1"} + common).status, 0);
  QCOMPARE(spindleProgram(QStringList{"extract", bundled, "-o", two, "--threads", "2"} + common).status, 0);
  QCOMPARE(difference(one, two), QString());
}

void ExtractTest::killedAndResumedIsUndisturbed() {
  QTemporaryDir folder;
  const QString undisturbed = folder.filePath("undisturbed.h5");
  const QString killed = folder.filePath("killed.h5");
  const QStringList common{"--samples", "0-1", "--variables", "7", "--batch", "64"};
  QElapsedTimer timer;
  timer.start();
  QCOMPARE(spindleProgram(QStringList{"extract", bundled, "-o", undisturbed} + common).status, 0);
  const auto duration = static_cast<int>(timer.elapsed());

  QRandomGenerator random(2024);
  int kills = 0;
  while (kills < 50) {
    QProcess process;
    process.start(programPath(), QStringList{"extract", bundled, "-o", killed, "--resume"} + common);
    // Mostly short lives, so that the work takes many of them; some long enough to be killed while finishing.
    if (process.waitForFinished(duration / 8 + random.bounded(duration / 3))) {
      QCOMPARE(process.exitCode(), 0);
      QCOMPARE(difference(undisturbed, killed), QString());
      QFile::remove(killed);
      continue;
    }
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    process.waitForFinished(-1);
    ++kills;
  }
  const Ended last = spindleProgram(QStringList{"extract", bundled, "-o", killed, "--resume"} + common);
  QVERIFY2(last.status == 0, qPrintable(last.err));
  QCOMPARE(difference(undisturbed, killed), QString());
  QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
           (QStringList{"killed.h5", "undisturbed.h5"}));
}

void ExtractTest::stoppedByTheUserKeepsWhatIsFinished() {
  QTemporaryDir folder;
  const QString out = folder.filePath("stopped.h5");
  const QStringList common{"extract", bundled, "-o", out, "--samples", "0-3", "--batch", "64"};
  QProcess process;
  process.start(programPath(), common);
  const QString parts = out + ".parts";
  QTRY_VERIFY_WITH_TIMEOUT(QDir(parts).entryList({"*.h5"}, QDir::Files).size() >= 3, 60000);
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  process.waitForFinished(-1);
  QCOMPARE(process.exitCode(), 3);
  const auto results = ResultsReader::open(out.toStdString());
  QVERIFY(results->done(0, 0));
  QVERIFY(!results->done(results->header().checkpoints() - 1, 0));
}

/// Another computation over finished results: stopped in the middle, it replaces nothing.
void ExtractTest::stoppedOverFinishedResultsLeavesThem() {
  QTemporaryDir folder;
  const QString out = folder.filePath("out.h5"), parts = out + ".parts";
  QCOMPARE(spindleProgram({"extract", golden("tiny"), "-o", out}).status, 0);
  const QByteArray before = fileBytes(out);
  const QStringList common{"extract", bundled, "-o", out, "--samples", "0-3", "--checkpoints", "0-15", "--batch", "64"};
  for (const QStringList& more : {QStringList(), QStringList{"--resume"}}) {
    const auto finished = [&] { return QDir(parts).entryList({"0*.h5"}, QDir::Files).size(); };
    const auto had = finished();
    QProcess process;
    process.start(programPath(), common + more);
    QTRY_VERIFY_WITH_TIMEOUT(finished() > had, 60000);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    process.waitForFinished(-1);
    QCOMPARE(process.exitCode(), 3);
    const QString err = QString::fromUtf8(process.readAllStandardError());
    QVERIFY2(err.contains("out.h5 stay") && err.contains("out.h5.parts"), qPrintable(err));
    QCOMPARE(fileBytes(out), before);
    QVERIFY(finished() > had);
  }
  const Ended again = spindleProgram(common);
  QCOMPARE(again.status, 2);
  QVERIFY2(again.err.contains("deleting") && again.err.contains("leaves the older results"), qPrintable(again.err));
  QCOMPARE(spindleProgram(common + QStringList{"--resume"}).status, 0);
  QVERIFY(!QFile::exists(parts));
  QVERIFY(fileBytes(out) != before);
}

void ExtractTest::anInterruptedComputationIsNotThrownAway_data() {
  QTest::addColumn<bool>("joined");
  QTest::newRow("killed: its parts lie beside the results file") << false;
  QTest::newRow("stopped: the results file holds what was finished") << true;
}

void ExtractTest::anInterruptedComputationIsNotThrownAway() {
  QFETCH(bool, joined);
  QTemporaryDir folder;
  const QString whole = folder.filePath("whole.h5"), out = folder.filePath("out.h5");
  QCOMPARE(spindleProgram({"extract", golden("tiny"), "-o", whole}).status, 0);
  {
    const auto results = ResultsReader::open(whole.toStdString());
    const auto writer = ResultsWriter::create(out.toStdString(), results->header());
    std::vector<PairResult> pairs;
    for (std::size_t s = 0; s < results->header().samples(); ++s) pairs.push_back(results->pair(1, s));
    writer->write(1, pairs, results->strength(1), results->threshold(1));
    if (joined) writer->finish({}, true);
  }
  const Ended refused = spindleProgram({"extract", golden("tiny"), "-o", out});
  QCOMPARE(refused.status, 2);
  QVERIFY2(refused.err.contains("out.h5 holds 1 of 4 checkpoints of an interrupted extraction; --resume continues it, "
                                "--anew starts over."),
           qPrintable(refused.err));
  QVERIFY(ResultsReader::open(out.toStdString())->done(1, 0));
  const Ended both = spindleProgram({"extract", golden("tiny"), "-o", out, "--resume", "--anew"});
  QCOMPARE(both.status, 2);
  const Ended resumed = spindleProgram({"extract", golden("tiny"), "-o", out, "--resume"});
  QVERIFY2(resumed.status == 0, qPrintable(resumed.err));
  QVERIFY(ResultsReader::open(out.toStdString())->done(3, 0));
  // Finished results are no obstacle, as ever.
  QCOMPARE(spindleProgram({"extract", golden("tiny"), "-o", out}).status, 0);
  QFile::remove(out);
  ResultsWriter::create(out.toStdString(), ResultsReader::open(whole.toStdString())->header());
  QCOMPARE(spindleProgram({"extract", golden("tiny"), "-o", out}).status, 0);  // nothing was finished
  QCOMPARE(spindleProgram({"extract", golden("tiny"), "-o", out, "--anew"}).status, 0);
}

void ExtractTest::resumeRefusesOtherOptions() {
  QTemporaryDir folder;
  const QString out = folder.filePath("out.h5");
  QCOMPARE(spindleProgram({"extract", golden("tiny"), "-o", out}).status, 0);
  const Ended ended = spindleProgram({"extract", golden("tiny"), "-o", out, "--resume", "--noise-bound", "0.1"});
  QCOMPARE(ended.status, 2);
  QVERIFY2(ended.err.contains("out.h5"), qPrintable(ended.err));
}

/// A computation that fails at once must not hide what lies at its place.
void ExtractTest::olderResultsOutliveAFailure() {
  QTemporaryDir folder;
  const QString run = folder.filePath("run"), out = folder.filePath("out.h5");
  copyFolder(golden("tiny"), run);
  QCOMPARE(spindleProgram({"extract", run, "-o", out}).status, 0);
  const QString before = spindleProgram({"show", out}).out;
  const QByteArray bytes = fileBytes(out);
  for (int epoch : {1, 2, 5, 10})
    writeFile(run + QString("/epoch%1.pt").arg(epoch), fileBytes(golden("parts/other_network.pt")));
  const Ended ended = spindleProgram({"extract", run, "-o", out});
  QCOMPARE(ended.status, 2);
  QVERIFY(!QFile::exists(out + ".parts"));
  QVERIFY(fileBytes(out) == bytes);
  QCOMPARE(spindleProgram({"show", out}).out, before);
  QVERIFY(spindleProgram({"extract", run, "-o", folder.filePath("new.h5")}).status != 0);
  QCOMPARE(QDir(folder.path()).entryList({"new*"}, QDir::AllEntries), QStringList());
}

/// Three of six samples, one of each class; --samples takes whichever are named.
void ExtractTest::someSamplesUnlessAllAreNamed() {
  QTemporaryDir folder;
  const QString run = folder.filePath("run"), out = folder.filePath("out.h5");
  copyFolder(golden("tiny"), run);
  writeFile(run + "/run.json", R"({"sample_count": 3, "input": {"kind": "tabular", "shape": [6]}})");
  QCOMPARE(spindleProgram({"extract", run, "-o", out}).status, 0);
  QCOMPARE(ResultsReader::open(out.toStdString())->header().sampleIndex, (std::vector<std::int64_t>{0, 3, 5}));
  QCOMPARE(spindleProgram({"extract", run, "-o", out, "--samples", "0-5"}).status, 0);
  QCOMPARE(ResultsReader::open(out.toStdString())->header().samples(), std::size_t{6});
  QVERIFY(spindleProgram({"info", run}).out.contains("3 of them are used, spread evenly over the classes"));
}

void ExtractTest::exportIsTidy() {
  QTemporaryDir folder;
  const QString csv = folder.filePath("dynamics.csv");
  QCOMPARE(spindleProgram({"extract", golden("tiny"), "-o", folder.filePath("a.h5"), "--export", csv}).status, 0);
  const auto lines = fileBytes(csv).split('\n');
  QVERIFY(lines.front().startsWith("run,step,epoch,order"));
  QCOMPARE(lines.size(),
           1 + 4 * 6 * 4 + 1);  // checkpoints x orders x (AND, OR) x (positive, negative), a header, the end
}

void ExtractTest::cudaIsRefusedWhereThereIsNone() {
  QTemporaryDir folder;
  const Ended info = spindleProgram({"info", golden("tiny")});
  if (!info.out.contains("built without CUDA")) QSKIP("this PyTorch has CUDA");
  const QStringList common{"extract", golden("tiny"), "-o", folder.filePath("out.h5"), "--device"};
  for (const char* device : {"cuda", "cuda:1"}) {
    const Ended ended = spindleProgram(common + QStringList{device});
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.contains("was built without CUDA") && ended.err.count('\n') == 1, qPrintable(ended.err));
  }
  QCOMPARE(spindleProgram(common + QStringList{"gpu"}).status, 2);
  QCOMPARE(spindleProgram(common + QStringList{"auto"}).status, 0);
}

void ExtractTest::settingsThatChangeNothingAreRefused_data() {
  QTest::addColumn<QStringList>("settings");
  const auto row = [](const char* settings) { QTest::newRow(settings) << QString(settings).split(' '); };
  row("--decomposition and --gap 0.1");
  row("--decomposition or --gap 0.1");
  row("--decomposition published --gap 0.1");
  row("--decomposition and --noise-bound 0.1");
}

void ExtractTest::settingsThatChangeNothingAreRefused() {
  QFETCH(QStringList, settings);
  QTemporaryDir folder;
  const QString out = folder.filePath("out.h5");
  const Ended ended = spindleProgram(QStringList{"extract", golden("tiny"), "-o", out} + settings);
  QCOMPARE(ended.status, 2);
  QVERIFY2(ended.err.contains(settings[2]) && ended.err.contains(settings[1]) && ended.err.count('\n') == 1,
           qPrintable(ended.err));
  QVERIFY(!QFile::exists(out));
}

QTEST_GUILESS_MAIN(ExtractTest)
#include "tst_extract.moc"
