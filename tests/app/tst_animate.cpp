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
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file + ".part"), 20000);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20000));
    QCOMPARE(process.exitCode(), 3);
    QVERIFY(!QFile::exists(file) && !QFile::exists(file + ".part"));
  }

  void badWishes_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("word");
    QTest::newRow("ending") << QStringList{"-o", "film.avi"} << ".mp4";
    QTest::newRow("size") << QStringList{"-o", "film.mp4", "--size", "641x360"} << "even";
    QTest::newRow("no size") << QStringList{"-o", "film.mp4", "--size", "large"} << "--size";
    QTest::newRow("folder") << QStringList{"-o", "/nowhere/film.mp4"} << "/nowhere/film.mp4";
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
