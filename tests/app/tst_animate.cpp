// SPDX-License-Identifier: GPL-3.0-or-later
// Films by the real program.
#include "tests/app/program.h"

#include <QTest>

#include <csignal>

using namespace spindle::test;

namespace {

QString probe(const QString& file, const QString& entries) {
  QProcess process;
  process.start("ffprobe", {"-v", "error", "-count_frames", "-show_entries", entries, "-of", "csv=p=0", file});
  process.waitForFinished(-1);
  return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

}  // namespace

class AnimateTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    const Ended ended = spindleProgram({"extract", golden("tiny"), "-o", results()});
    QCOMPARE(ended.status, 0);
  }

  void films_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("stream");
    QTest::newRow("mp4") << "film.mp4"
                         << "h264,640,360,yuv420p,90";
    QTest::newRow("webm") << "film.webm"
                          << "vp9,640,360,yuv420p,90";
    QTest::newRow("gif") << "film.gif"
                         << "gif,640,360,bgra,45";
  }
  void films() {
    QFETCH(QString, name);
    QFETCH(QString, stream);
    const QString file = folder_.filePath(name);
    const Ended ended = spindleProgram({"animate", results(), "-o", file, "--seconds", "1", "--size", "640x360"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QCOMPARE(probe(file, "stream=codec_name,width,height,pix_fmt,nb_read_frames"), stream);

    const QString anew = folder_.filePath("again-" + name);
    const Ended again = spindleProgram({"animate", results(), "--again", file, "-o", anew});
    QVERIFY2(again.status == 0 && again.err.isEmpty(), qPrintable(again.err));
    const auto bytes = [](const QString& of) {
      QFile read(of);
      return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray();
    };
    QVERIFY(!bytes(file).isEmpty());
    QCOMPARE(bytes(anew), bytes(file));
    QVERIFY(!bytes(file).contains(folder_.path().toUtf8()));
  }

  void whatCannotBeMadeAgainIsTold() {
    const QString film = folder_.filePath("small.gif"), frames = folder_.filePath("small"),
                  other = folder_.filePath("o.gif");
    const QStringList small{"--seconds", "1", "--size", "320x180"};
    QCOMPARE(spindleProgram(QStringList{"animate", results(), "--kind", "heatmap", "-o", film} + small).status, 0);
    QCOMPARE(spindleProgram(QStringList{"animate", results(), "--raw", "-o", frames} + small).status, 0);
    QCOMPARE(spindleProgram({"animate", results(), "--again", frames, "-o", folder_.filePath("small2")}).status, 0);
    QCOMPARE(QDir(folder_.filePath("small2")).entryList(QDir::Files), QDir(frames).entryList(QDir::Files));
    const auto refused = [&](const QStringList& arguments, const QString& words) {
      const Ended ended = spindleProgram(arguments);
      QVERIFY2(ended.status == 2 && ended.err.contains(words), qPrintable(ended.err));
      QVERIFY(!QFile::exists(other));
    };
    refused({"animate", results(), "--again", film, "--raw", "-o", other}, "leave the other options out");
    refused({"figure", results(), "--again", film, "-o", folder_.filePath("o.pdf")}, "spindle animate --again");
    refused({"animate", results(), "--again", results(), "-o", other}, "does not say how it was made");
    refused({"animate", "--again", folder_.path(), "-o", other}, "no numbered images");
    refused({"animate", "-o", other}, "give the results file");
    refused({"animate", QStringLiteral(SPINDLE_GOLDEN_DIR "/app/tiny/model.pt"), "--again", film, "-o", other},
            "SHA-256");
  }

  void picturesWithoutFfmpeg() {
    const QString empty = folder_.filePath("empty");
    QDir().mkpath(empty);
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("PATH", empty);
    process.setProcessEnvironment(environment);
    process.start(programPath(),
                  {"animate", results(), "-o", folder_.filePath("none.mp4"), "--seconds", "1", "--size", "640x360"});
    process.waitForFinished(-1);
    const QString told = QString::fromUtf8(process.readAllStandardError());
    QCOMPARE(process.exitCode(), 0);
    QVERIFY2(told.contains("ffmpeg is not installed") && told.contains(folder_.filePath("none")), qPrintable(told));
    QCOMPARE(QDir(folder_.filePath("none")).entryList({"frame-*.png"}).size(), 90);
    QVERIFY(!QFile::exists(folder_.filePath("none.mp4")));
  }

  void interruptedFilmIsNotThere() {
    QProcess process;
    const QString file = folder_.filePath("long.mp4");
    process.start(programPath(), {"animate", results(), "-o", file, "--seconds", "600", "--size", "1920x1080"});
    const auto unfinished = [this] { return QDir(folder_.path()).entryList({"long.mp4.spindle-*.part"}); };
    QTRY_VERIFY_WITH_TIMEOUT(!unfinished().isEmpty(), 20000);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20000));
    QCOMPARE(process.exitCode(), 3);
    QVERIFY(!QFile::exists(file) && unfinished().isEmpty());
  }

  void anyNameIsAFile_data() {
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("name");
    QTest::newRow("a colon") << "-o"
                             << "run: 3.mp4";
    QTest::newRow("an option") << "--output=-y.mp4"
                               << "-y.mp4";
    QTest::newRow("a protocol of the net") << "-o"
                                           << "tcp:127.0.0.1:9.mp4";
    QTest::newRow("a protocol of files") << "-o"
                                         << "file:x.mp4";
    QTest::newRow("a pattern") << "-o"
                               << "run-%03d.gif";
  }
  void anyNameIsAFile() {
    QFETCH(QString, option);
    QFETCH(QString, name);
    QStringList arguments{"animate", results(), "--seconds", "1", "--size", "320x180", option};
    if (option == "-o") arguments << name;
    const Ended ended = spindleProgram(arguments, folder_.path());
    QVERIFY2(ended.status == 0 && ended.err.isEmpty(), qPrintable(ended.err));
    QVERIFY(QFileInfo(folder_.filePath(name)).size() > 1000);
  }

  void aLimitOnFilesKeepsTheOldFile_data() {
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("name");
    for (const char* ending : {"mp4", "gif", "webm"})
      QTest::newRow(ending) << "animate" << QString("full.%1").arg(ending);
    for (const char* ending : {"pdf", "svg", "png"})
      QTest::newRow(ending) << "figure" << QString("full.%1").arg(ending);
    QTest::newRow("html") << "report"
                          << "full.html";
  }
  void aLimitOnFilesKeepsTheOldFile() {
    QFETCH(QString, command);
    QFETCH(QString, name);
    QTemporaryDir place;
    const QString file = place.filePath(name);
    QStringList arguments{command, results(), "-o", file};
    if (command == "animate")
      arguments << "--seconds"
                << "1"
                << "--size"
                << "320x180";
    QCOMPARE(spindleProgram(arguments).status, 0);
    const QByteArray good = fileBytes(file);
    for (const qsizetype kilobytes : {qsizetype{1}, qsizetype{4}, good.size() / 2048, good.size() / 1024 - 1}) {
      if (kilobytes < 1) continue;
      QProcess process;  // it fails writes where a full disk does
      process.start(
          "bash",
          QStringList{"-c", QString("ulimit -f %1; exec \"$0\" \"$@\"").arg(kilobytes), programPath()} + arguments);
      process.waitForFinished(-1);
      const QString told = QString::fromUtf8(process.readAllStandardError());
      QVERIFY2(process.exitCode() == 2,
               qPrintable(QString("%1 kB: %2 %3").arg(kilobytes).arg(process.exitCode()).arg(told)));
      QVERIFY2(told.startsWith("spindle: ") && told.count('\n') == 1, qPrintable(told));
      QVERIFY2(told.contains("ulimit -f") && !told.contains("disk is full"), qPrintable(told));
      QCOMPARE(fileBytes(file), good);
      QCOMPARE(QDir(place.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList{name});
    }
  }

  void aLimitOnFilesLeavesNoPictures() {
    QTemporaryDir place;
    QProcess process;
    process.start("bash", {"-c", "ulimit -f 2; exec \"$0\" \"$@\"", programPath(), "animate", results(), "-o",
                           place.filePath("frames"), "--seconds", "1", "--size", "320x180"});
    process.waitForFinished(-1);
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(QDir(place.path()).isEmpty());
  }

  void foldersOfSimilarNamesStay() {
    QDir().mkpath(folder_.filePath("frames.part"));
    writeFile(folder_.filePath("frames.part/thesis.txt"), "mine");
    const Ended ended =
        spindleProgram({"animate", results(), "-o", folder_.filePath("frames"), "--seconds", "1", "--size", "320x180"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QCOMPARE(fileBytes(folder_.filePath("frames.part/thesis.txt")), QByteArray("mine"));
  }

  void badWishes_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("word");
    QTest::newRow("ending") << QStringList{"-o", "film.avi"} << ".mp4";
    QTest::newRow("size") << QStringList{"-o", "film.mp4", "--size", "641x360"} << "even";
    QTest::newRow("no size") << QStringList{"-o", "film.mp4", "--size", "large"} << "--size";
    QTest::newRow("folder") << QStringList{"-o", "/nowhere/film.mp4"} << "/nowhere/film.mp4";
    QTest::newRow("no name") << QStringList{"-o", ""} << "name";
    QTest::newRow("results as a folder of pictures") << QStringList{"-o", "results.h5/"} << "results.h5";
    QTest::newRow("folder of pictures") << QStringList{"-o", "/proc/film"} << "/proc/film";
  }
  void badWishes() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, word);
    const Ended ended = spindleProgram(QStringList{"animate", results()} + arguments, folder_.path());
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.contains(word), qPrintable(ended.err));
    QCOMPARE(ended.err.trimmed().count('\n'), 0);
  }

  void noResults() {
    const Ended ended = spindleProgram({"animate", folder_.filePath("none.h5"), "-o", folder_.filePath("x.mp4")});
    QCOMPARE(ended.status, 2);
    QVERIFY(ended.err.contains("none.h5"));
  }

 private:
  [[nodiscard]] QString results() const { return folder_.filePath("results.h5"); }
  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(AnimateTest)
#include "tst_animate.moc"
