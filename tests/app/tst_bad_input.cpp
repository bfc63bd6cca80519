// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of unusable input has one sentence on standard error that says what and where, and exit status 2.
#include "tests/app/program.h"

#include <QElapsedTimer>
#include <QMap>
#include <QTest>
#include <QXmlStreamReader>

#include <functional>
#include <sys/stat.h>
#include <unistd.h>

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
  void aLimitOnMemoryEndsInASentence();
  void aLimitOnFilesIsToldAndNothingIsLost();
  void aLimitOnOpenFilesIsNoDamage();
  void outputsReplaceNothingOfAnotherKind_data();
  void outputsReplaceNothingOfAnotherKind();
  void tablesAppearTogether();
  void killedTablesAreOfOneComputationOrSaySo();
  void namesAreNoScripts();
  void aLinkInTheTemporaryFolderIsNotFollowed();
  void wrongUsageIsTold_data();
  void wrongUsageIsTold();
  void wrongNumbersNameTheirFlag();
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
  QCOMPARE(ended.status, 0);  // 2 is for what could not be computed at all
  QVERIFY2(ended.err.contains(spoiled), qPrintable(ended.err));
  const Ended shown = spindleProgram({"show", out});
  QCOMPARE(shown.status, 0);
  QVERIFY2(shown.out.contains("3 of 4 checkpoints"), qPrintable(shown.out));
}

/// As on clusters: OpenBLAS asks for ever for memory that it does not get.
void BadInputTest::aLimitOnMemoryEndsInASentence() {
#if defined(__SANITIZE_ADDRESS__)
  QSKIP("AddressSanitizer needs terabytes of addresses");
#endif
  const QTemporaryDir folder;
  int refused = 0;
  for (int limit = 600; limit <= 1400; limit += 100) {
    QProcess process;
    process.start("bash", {"-c", QString("ulimit -v %1000; exec \"$0\" \"$@\"").arg(limit), programPath(), "extract",
                           golden("tiny"), "-o", folder.filePath("out.h5"), "--anew"});
    const bool ended = process.waitForFinished(120'000);
    if (!ended) process.kill();
    QVERIFY2(ended, qPrintable(QString("with %1 MB it does not end").arg(limit)));
    const QString err = QString::fromUtf8(process.readAllStandardError());
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0) continue;
    if (process.exitCode() == 127) continue;  // not even the libraries can be loaded, says the loader
    ++refused;
    const QString about = QString("%1 MB, status %2: %3").arg(limit).arg(process.exitCode()).arg(err);
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && !err.contains("internal error"), qPrintable(about));
    QVERIFY2(err.trimmed().endsWith('.'), qPrintable(about));
  }
  QVERIFY(refused > 0);
}

void BadInputTest::aLimitOnFilesIsToldAndNothingIsLost() {
  QTemporaryDir folder;
  const QString out = folder.filePath("out.h5");
  QProcess process;  // it fails writes where a full disk does
  process.start("bash", {"-c", "ulimit -f 8; exec \"$0\" \"$@\"", programPath(), "extract", golden("tiny"), "-o", out});
  process.waitForFinished(-1);
  QCOMPARE(process.exitCode(), 2);
  const QString err = QString::fromUtf8(process.readAllStandardError());
  QVERIFY2(isOneSentence(err) && err.contains("ulimit -f"), qPrintable(err));
  const Ended again = spindleProgram({"extract", golden("tiny"), "-o", out, "--resume"});
  QVERIFY2(again.status == 0, qPrintable(again.err));

  const Ended readOnly = spindleProgram({"extract", golden("tiny"), "-o", "/proc/out.h5"});
  QCOMPARE(readOnly.status, 2);
  QVERIFY2(isOneSentence(readOnly.err), qPrintable(readOnly.err));
  QVERIFY2(readOnly.err.contains("/proc"), qPrintable(readOnly.err));
}

void BadInputTest::aLimitOnOpenFilesIsNoDamage() {
  const QTemporaryDir folder;
  const QString out = folder.filePath("r.h5");
  QCOMPARE(spindleProgram({"extract", golden("tiny"), "-o", out}).status, 0);
  int refused = 0;
  for (const int limit : {4, 5, 6, 7, 8, 12, 16, 17, 20}) {
    for (const QStringList& arguments : {QStringList{"extract", golden("tiny"), "-o", out, "--anew"},
                                         QStringList{"figure", out, "-o", folder.filePath("f.pdf")}}) {
      QProcess process;
      process.start(
          "bash", QStringList{"-c", QString("ulimit -n %1; exec \"$0\" \"$@\"").arg(limit), programPath()} + arguments);
      process.waitForFinished(-1);
      const QString err = QString::fromUtf8(process.readAllStandardError());
      const QString about = QString("%1, status %2: %3").arg(limit).arg(process.exitCode()).arg(err);
      // Said by the loader, before the program began.
      if (process.exitCode() == 127 && err.contains("error while loading shared libraries")) continue;
      const bool done = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
      QVERIFY2(done || (process.exitCode() == 2 && isOneSentence(err)), qPrintable(about));
      QVERIFY2(!err.contains("damaged"), qPrintable(about));
      refused += done ? 0 : 1;
    }
  }
  QVERIFY(refused > 0);
}

void BadInputTest::outputsReplaceNothingOfAnotherKind_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QString>("kept");
  QTest::newRow("losses over a checkpoint") << QStringList{"losses", "run", "-o", "run/epoch1.pt"} << "run/epoch1.pt";
  QTest::newRow("losses over the samples")
      << QStringList{"losses", "run", "-o", "run/samples.csv"} << "run/samples.csv";
  QTest::newRow("losses over results") << QStringList{"losses", "run", "-o", "r.h5"} << "r.h5";
  QTest::newRow("table of an extraction over results")
      << QStringList{"extract", "run", "-o", "q.h5", "--export", "r.h5"} << "r.h5";
  QTest::newRow("both outputs in one file, old")
      << QStringList{"extract", "run", "-o", "r.h5", "--export", "r.h5"} << "r.h5";
  QTest::newRow("both outputs in one file, new")
      << QStringList{"extract", "run", "-o", "q.h5", "--export", "./q.h5"} << "r.h5";
  QTest::newRow("tables into a run") << QStringList{"analyze", "all", "r.h5", "--csv", "run"} << "run/metrics.csv";
  QTest::newRow("tables into a file") << QStringList{"analyze", "all", "r.h5", "--csv", "r.h5"} << "r.h5";
  QTest::newRow("figure over a text") << QStringList{"figure", "r.h5", "-o", "thesis.pdf"} << "thesis.pdf";
  QTest::newRow("report over a text") << QStringList{"report", "r.h5", "-o", "thesis.html"} << "thesis.html";
  QTest::newRow("film over a text") << QStringList{"animate", "r.h5", "-o", "thesis.mp4"} << "thesis.mp4";
  QTest::newRow("a name that is empty") << QStringList{"figure", "r.h5", "-o", ""} << "r.h5";
  QTest::newRow("standard output") << QStringList{"extract", "run", "-o", "q.h5", "--export", "/dev/stdout"} << "r.h5";
}

void BadInputTest::outputsReplaceNothingOfAnotherKind() {
  QFETCH(QStringList, arguments);
  QFETCH(QString, kept);
  QTemporaryDir folder;
  copyFolder(golden("tiny"), folder.filePath("run"));
  QCOMPARE(spindleProgram({"extract", "run", "-o", "r.h5"}, folder.path()).status, 0);
  for (const char* ending : {"pdf", "html", "mp4"}) writeFile(folder.filePath("thesis.") + ending, "my thesis");
  const QByteArray before = fileBytes(folder.filePath(kept));
  QVERIFY(!before.isEmpty());
  const QStringList names = QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden);
  const Ended ended = spindleProgram(arguments, folder.path());
  QCOMPARE(ended.status, 2);
  QVERIFY2(isOneSentence(ended.err), qPrintable(ended.err));
  QCOMPARE(fileBytes(folder.filePath(kept)), before);
  QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden), names);
}

void BadInputTest::tablesAppearTogether() {
  QTemporaryDir folder;
  const QString results = folder.filePath("r.h5"), tables = folder.filePath("tables");
  QCOMPARE(spindleProgram({"extract", golden("tiny"), "-o", results}).status, 0);
  QCOMPARE(spindleProgram({"analyze", "all", results, "--csv", tables}).status, 0);
  const QStringList names = QDir(tables).entryList(QDir::Files | QDir::Hidden);
  QVERIFY(names.contains("dynamics.csv") && names.contains("values.csv"));
  writeFile(tables + "/notes.txt", "mine");
  // Of other results, which were written there before; one of them was changed since.
  writeFile(tables + "/draws.csv", "run,step,draw,order,positive,negative\nother,0,1,1,2,-2\n");
  writeFile(tables + "/groups.csv", "my own groups\n");
  writeFile(tables + "/.spindle-tables", fileBytes(tables + "/.spindle-tables") +
                                             "draws.csv\trun,step,draw,order,positive,negative\n"
                                             "groups.csv\trun,step,group,order,positive,negative\n"
                                             "../r.h5\t\n../escape.csv\t\n");
  writeFile(folder.filePath("escape.csv"), "\n");
  writeFile(tables + "/dynamics.csv", "run,step,epoch,order,sign,kind,strength\n");
  // One table that cannot be written: the others stay as they were.
  QProcess full;
  full.start("bash",
             {"-c", "ulimit -f 1; exec \"$0\" \"$@\"", programPath(), "analyze", "all", results, "--csv", tables});
  full.waitForFinished(-1);
  QCOMPARE(full.exitCode(), 2);
  QVERIFY(full.readAllStandardError().contains("ulimit -f"));
  QCOMPARE(fileBytes(tables + "/dynamics.csv"), QByteArray("run,step,epoch,order,sign,kind,strength\n"));
  QCOMPARE(spindleProgram({"analyze", "all", results, "--csv", tables}).status, 0);
  QVERIFY(fileBytes(tables + "/dynamics.csv").count('\n') > 10);
  QCOMPARE(QDir(tables).entryList(QDir::Files | QDir::Hidden).size(), names.size() + 2);  // the notes, my groups
  QCOMPARE(fileBytes(tables + "/groups.csv"), QByteArray("my own groups\n"));
  QVERIFY(QFile::exists(results) && QFile::exists(folder.filePath("escape.csv")));
  QCOMPARE(spindleProgram({"analyze", "theory", results, "--csv", tables}).status, 0);  // one alone keeps the others
  QVERIFY(QFile::exists(tables + "/values.csv"));
  QCOMPARE(spindleProgram({"analyze", "all", results, "--csv", tables}).status, 0);
  writeFile(tables + "/phases.csv", "my own phases\n");
  QCOMPARE(spindleProgram({"analyze", "all", results, "--csv", tables}).status, 2);
  QCOMPARE(fileBytes(tables + "/phases.csv"), QByteArray("my own phases\n"));
}

void BadInputTest::killedTablesAreOfOneComputationOrSaySo() {
  QTemporaryDir folder;
  const QString tables = folder.filePath("tables");
  const auto arguments = [&](const char* name) {
    return QStringList{"analyze", "all", folder.filePath(name), "--csv", tables};
  };
  const auto bytes = [&] {
    QMap<QString, QByteArray> all;
    for (const QString& name : QDir(tables).entryList({"*.csv"}, QDir::Files))
      all[name] = fileBytes(tables + '/' + name);
    return all;
  };
  QCOMPARE(spindleProgram({"extract", golden("tiny"), "-o", folder.filePath("old.h5")}).status, 0);
  QCOMPARE(spindleProgram({"extract", golden("tiny"), "-o", folder.filePath("new.h5"), "--score", "logit"}).status, 0);
  QCOMPARE(spindleProgram(arguments("new.h5")).status, 0);
  const auto later = bytes();
  QCOMPARE(spindleProgram(arguments("old.h5")).status, 0);
  const auto before = bytes();
  QVERIFY(before != later && before.keys() == later.keys());
  const auto firstFile = [&] {
    struct stat status {};
    return ::stat(qPrintable(tables + "/dynamics.csv"), &status) == 0 ? status.st_ino : 0;
  };
  for (int kill = 0; kill < 3; ++kill) {
    const auto file = firstFile();
    QProcess process;
    process.start(programPath(), arguments("new.h5"));
    QVERIFY(process.waitForStarted());
    QElapsedTimer waited;
    waited.start();
    while (firstFile() == file && waited.elapsed() < 60'000) continue;  // the others follow within milliseconds
    process.kill();
    process.waitForFinished(-1);
    const auto now = bytes();
    QVERIFY(now != before);
    QVERIFY(now == later || QFile::exists(tables + "/UNFINISHED.txt"));
    QCOMPARE(spindleProgram(arguments("old.h5")).status, 0);
    QVERIFY(bytes() == before && !QFile::exists(tables + "/UNFINISHED.txt"));
  }
}

void BadInputTest::namesAreNoScripts() {
  QTemporaryDir folder;
  const QString run = folder.filePath("run"), results = folder.filePath("r.h5");
  copyFolder(golden("tiny"), run);
  writeFile(run + "/run.json",
            R"({"name": "=x<script>alert(1)</script> &\u001b]0;", "input": {"kind": "tabular", "shape": [6]}})");
  QCOMPARE(spindleProgram({"extract", run, "-o", results}).status, 0);
  const Ended report = spindleProgram({"report", results, "-o", folder.filePath("r.html")});
  QVERIFY2(report.status == 0, qPrintable(report.err));
  const QByteArray html = fileBytes(folder.filePath("r.html"));
  QVERIFY(html.contains("&lt;script&gt;"));
  QCOMPARE(html.toLower().count("<script"), 1);  // the report's own
  QVERIFY(!html.contains("<script>alert") && !html.contains('\x1b'));
  QCOMPARE(spindleProgram({"figure", results, "-o", folder.filePath("r.svg")}).status, 0);
  QXmlStreamReader svg(fileBytes(folder.filePath("r.svg")));
  while (!svg.atEnd()) svg.readNext();
  QVERIFY2(!svg.hasError(), qPrintable(svg.errorString()));
  QCOMPARE(spindleProgram({"analyze", "all", results, "--csv", folder.filePath("tables")}).status, 0);
  QVERIFY(fileBytes(folder.filePath("tables/losses.csv")).contains("\n'=x"));
}

void BadInputTest::aLinkInTheTemporaryFolderIsNotFollowed() {
  QTemporaryDir folder;
  const QString results = folder.filePath("r.h5"), temporary = folder.filePath("tmp"), mine = folder.filePath("mine");
  QCOMPARE(spindleProgram({"extract", golden("tiny"), "-o", results}).status, 0);
  QDir().mkpath(temporary);
  QDir().mkpath(mine);
  const auto open = QFile::permissions(mine) | QFile::ReadOther | QFile::ExeOther;
  QVERIFY(QFile::setPermissions(mine, open));
  QVERIFY(QFile::link(mine, temporary + QString("/runtime-%1").arg(::getuid())));
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.remove("XDG_RUNTIME_DIR");
  environment.insert("TMPDIR", temporary);
  process.setProcessEnvironment(environment);
  process.start(programPath(), {"figure", results, "-o", folder.filePath("x.png")});
  process.waitForFinished(-1);
  QCOMPARE(process.exitCode(), 0);
  QCOMPARE(QFile::permissions(mine), open);
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
  QTest::newRow("name that is too long") << QStringList{"train",           "fashion-lenet", "-o",
                                                        QString(300, 'x'), "--steps",       "1"};
  QTest::newRow("link to itself") << QStringList{"report", "loop", "-o", "x.html"};
  QTest::newRow("not a results file") << QStringList{"show", golden("tiny/metrics.csv")};
}

/// A number that the run does not have is told by the flag that asked for it.
void BadInputTest::wrongNumbersNameTheirFlag() {
  const QTemporaryDir folder;
  for (const char* flag : {"--samples", "--checkpoints"}) {
    const Ended ended = spindleProgram({"extract", golden("tiny"), "-o", "x.h5", flag, "99"}, folder.path());
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.startsWith(QString("spindle: %1 99: the run has ").arg(flag)), qPrintable(ended.err));
  }
}

void BadInputTest::wrongUsageIsTold() {
  QFETCH(QStringList, arguments);
  QTemporaryDir folder;
  QVERIFY(QFile::link("loop", folder.filePath("loop")));
  const Ended ended = spindleProgram(arguments, folder.path());
  QCOMPARE(ended.status, 2);
  QVERIFY2(ended.err.startsWith("spindle: ") && ended.err.count('\n') == 1, qPrintable(ended.err));
  QVERIFY(!QFile::exists(folder.filePath("x.h5")));
}

QTEST_GUILESS_MAIN(BadInputTest)
#include "tst_bad_input.moc"
