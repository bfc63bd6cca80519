// Every kind of unusable input has one sentence on standard error that says what and where, and exit status 2.
#include "tests/app/program.h"

#include <QTest>

#include <functional>

using namespace spindle::test;

using Spoil = std::function<void(const QString& run)>;
Q_DECLARE_METATYPE(Spoil)

class BadInputTest : public QObject {
  Q_OBJECT
 private slots:
  void oneSentence_data();
  void oneSentence();
  void oneBadCheckpointDoesNotStopTheOthers_data();
  void oneBadCheckpointDoesNotStopTheOthers();
  void aFullDiskIsToldAndNothingIsLost();
  void wrongUsageIsTold_data();
  void wrongUsageIsTold();
};

namespace {

void keepOnly(const QString& run, const QString& kept) {
  for (const QString& name : QDir(run).entryList({"epoch*.pt"}, QDir::Files)) {
    if (name != kept) QFile::remove(run + '/' + name);
  }
}

bool isOneSentence(const QString& text) {
  const bool ended = text.endsWith(".\n") || text.endsWith("?\n");
  return text.startsWith("spindle: ") && ended && text.count('\n') == 1;
}

}  // namespace

void BadInputTest::oneSentence_data() {
  QTest::addColumn<Spoil>("spoil");
  QTest::addColumn<QStringList>("words");
  QTest::newRow("no such folder") << Spoil([](const QString& run) { QDir(run).removeRecursively(); })
                                  << QStringList{"no such"};
  QTest::newRow("no checkpoint") << Spoil([](const QString& run) {
    keepOnly(run, "none");
    QFile::remove(run + "/model.pt");
  }) << QStringList{"checkpoint"};
  QTest::newRow("truncated checkpoint") << Spoil([](const QString& run) {
    keepOnly(run, "epoch1.pt");
    writeFile(run + "/epoch1.pt", fileBytes(run + "/epoch1.pt").left(900));
  }) << QStringList{"epoch1.pt"};
  QTest::newRow("empty checkpoint") << Spoil([](const QString& run) {
    keepOnly(run, "epoch1.pt");
    writeFile(run + "/epoch1.pt", {});
  }) << QStringList{"epoch1.pt", "empty"};
  QTest::newRow("not a checkpoint") << Spoil([](const QString& run) {
    keepOnly(run, "epoch1.pt");
    writeFile(run + "/epoch1.pt", "Dear diary, today the loss went down.\n");
  }) << QStringList{"epoch1.pt"};
  QTest::newRow("weights that do not fit") << Spoil([](const QString& run) {
    keepOnly(run, "epoch1.pt");
    writeFile(run + "/epoch1.pt", fileBytes(golden("parts/other_network.pt")));
  }) << QStringList{"epoch1.pt", "0.weight", "[9, 6]", "[16, 6]"};
  QTest::newRow("sample of the wrong shape")
      << Spoil([](const QString& run) { writeFile(run + "/samples.csv", "a,b,c,d,e,target\n1,2,3,4,5,0\n"); })
      << QStringList{"samples.csv", "5", "6"};
  QTest::newRow("NaN in a sample") << Spoil([](const QString& run) {
    writeFile(run + "/samples.csv", "a,b,c,d,e,f,target\n1,2,3,nan,5,6,0\n");
  }) << QStringList{"samples.csv", "d"};
  QTest::newRow("NaN from the network everywhere") << Spoil([](const QString& run) {
    keepOnly(run, "epoch1.pt");
    writeFile(run + "/epoch1.pt", fileBytes(golden("parts/nan_weights.pt")));
  }) << QStringList{"epoch1.pt", "NaN"};
  QTest::newRow("unknown key in run.json") << Spoil([](const QString& run) {
    writeFile(run + "/run.json", R"({"input": {"kind": "tabular", "shape": [6]}, "baselin": "zero"})");
  }) << QStringList{"run.json", "baselin", "baseline"};
  QTest::newRow("wrong type in run.json") << Spoil([](const QString& run) {
    writeFile(run + "/run.json", R"({"input": {"kind": "tabular", "shape": "six"}})");
  }) << QStringList{"run.json", "shape"};
  QTest::newRow("no samples") << Spoil([](const QString& run) { QFile::remove(run + "/samples.csv"); })
                              << QStringList{"sample"};
  QTest::newRow("no architecture") << Spoil([](const QString& run) { QFile::remove(run + "/model.pt"); })
                                   << QStringList{"model.pt"};
}

void BadInputTest::oneSentence() {
  QFETCH(Spoil, spoil);
  QFETCH(QStringList, words);
  QTemporaryDir folder;
  const QString run = folder.filePath("run");
  copyFolder(golden("tiny"), run);
  spoil(run);
  const Ended ended = spindleProgram({"extract", run, "-o", folder.filePath("out.h5")});
  QVERIFY2(isOneSentence(ended.err), qPrintable(ended.err));
  QCOMPARE(ended.status, 2);
  for (const QString& word : words) QVERIFY2(ended.err.contains(word), qPrintable(ended.err));
  QVERIFY(!QFile::exists(folder.filePath("out.h5")));
}

void BadInputTest::oneBadCheckpointDoesNotStopTheOthers_data() {
  QTest::addColumn<QString>("spoiled");
  QTest::addColumn<QByteArray>("bytes");
  QTest::newRow("NaN from the network") << "epoch5.pt" << fileBytes(golden("parts/nan_weights.pt"));
  QTest::newRow("truncated") << "epoch2.pt" << fileBytes(golden("tiny/epoch2.pt")).left(1000);
  QTest::newRow("other network") << "epoch1.pt" << fileBytes(golden("parts/other_network.pt"));
}

void BadInputTest::oneBadCheckpointDoesNotStopTheOthers() {
  QFETCH(QString, spoiled);
  QFETCH(QByteArray, bytes);
  QTemporaryDir folder;
  const QString run = folder.filePath("run");
  copyFolder(golden("tiny"), run);
  writeFile(run + '/' + spoiled, bytes);
  const QString out = folder.filePath("out.h5");
  const Ended ended = spindleProgram({"extract", run, "-o", out});
  QCOMPARE(ended.status, 2);
  QVERIFY2(ended.err.contains(spoiled), qPrintable(ended.err));
  const Ended shown = spindleProgram({"show", out});
  QCOMPARE(shown.status, 0);
  QVERIFY2(shown.out.contains("3 of 4 checkpoints"), qPrintable(shown.out));
}

void BadInputTest::aFullDiskIsToldAndNothingIsLost() {
  QTemporaryDir folder;
  const QString out = folder.filePath("out.h5");
  QProcess process;  // a limit on the size of files fails a write as a full disk does
  process.start("bash", {"-c", "ulimit -f 8; exec \"$0\" \"$@\"", programPath(), "extract", golden("tiny"), "-o", out});
  process.waitForFinished(-1);
  QCOMPARE(process.exitCode(), 2);
  const QString err = QString::fromUtf8(process.readAllStandardError());
  QVERIFY2(isOneSentence(err), qPrintable(err));
  const Ended again = spindleProgram({"extract", golden("tiny"), "-o", out, "--resume"});
  QVERIFY2(again.status == 0, qPrintable(again.err));

  const Ended readOnly = spindleProgram({"extract", golden("tiny"), "-o", "/proc/out.h5"});
  QCOMPARE(readOnly.status, 2);
  QVERIFY2(isOneSentence(readOnly.err), qPrintable(readOnly.err));
  QVERIFY2(readOnly.err.contains("/proc"), qPrintable(readOnly.err));
}

void BadInputTest::wrongUsageIsTold_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::newRow("unknown command") << QStringList{"extrakt", golden("tiny")};
  QTest::newRow("unknown option") << QStringList{"extract", golden("tiny"), "-o", "x.h5", "--sample", "1"};
  QTest::newRow("missing output") << QStringList{"extract", golden("tiny")};
  QTest::newRow("sample that is not there") << QStringList{"extract", golden("tiny"), "-o", "x.h5", "--samples", "6"};
  QTest::newRow("checkpoint that is not there")
      << QStringList{"extract", golden("tiny"), "-o", "x.h5", "--checkpoints", "4"};
  QTest::newRow("unknown score") << QStringList{"extract", golden("tiny"), "-o", "x.h5", "--score", "logodds"};
  QTest::newRow("unknown decomposition") << QStringList{"extract", golden("tiny"),    "-o",
                                                        "x.h5",    "--decomposition", "xor"};
  QTest::newRow("gap too small") << QStringList{"extract", golden("tiny"), "-o", "x.h5", "--gap", "1e-9"};
  QTest::newRow("grid of a table") << QStringList{"extract", golden("tiny"), "-o", "x.h5", "--grid", "3x3"};
  QTest::newRow("cuda") << QStringList{"extract", golden("tiny"), "-o", "x.h5", "--device", "cuda"};
  QTest::newRow("folder that cannot be written") << QStringList{"extract", golden("tiny"), "-o", "/proc/x.h5"};
  QTest::newRow("folder that is not there") << QStringList{"extract", golden("tiny"), "-o", "/nowhere/x.h5"};
  QTest::newRow("figure where nothing can be written")
      << QStringList{"figure", golden("tiny/none.h5"), "-o", "/proc/x.pdf"};
  QTest::newRow("no results file") << QStringList{"show", golden("tiny/none.h5")};
  QTest::newRow("not a results file") << QStringList{"show", golden("tiny/metrics.csv")};
}

void BadInputTest::wrongUsageIsTold() {
  QFETCH(QStringList, arguments);
  QTemporaryDir folder;
  const Ended ended = spindleProgram(arguments, folder.path());
  QCOMPARE(ended.status, 2);
  QVERIFY2(ended.err.startsWith("spindle: ") && ended.err.count('\n') == 1, qPrintable(ended.err));
  QVERIFY(!QFile::exists(folder.filePath("x.h5")));
}

QTEST_GUILESS_MAIN(BadInputTest)
#include "tst_bad_input.moc"
