// SPDX-License-Identifier: GPL-3.0-or-later
// Paths of classes through the command line: gates killed and resumed, in parts and at one go, warm and cold; the
// interactions in a path; what the analysis makes of them.
#include "tests/app/program.h"

#include <QTest>

using namespace spindle::test;

class PathsTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;
  Ended spindle(const QStringList& arguments) const { return spindleProgram(arguments, folder_.path()); }
  QByteArray bytes(const QString& name) const { return fileBytes(folder_.filePath(name)); }
  void copy(const QString& from, const QString& to) const {
    QFile::remove(folder_.filePath(to));
    QVERIFY(QFile::copy(folder_.filePath(from), folder_.filePath(to)));
  }
  const QStringList gates_{"measure", "gates", "run", "--epochs", "3", "--into"};

 private slots:
  void initTestCase() {
    const Ended trained = spindle({"train", "fashion-lenet", "-o", "run", "--seed", "1", "--steps", "60",
                                   "--training-samples", "600", "--checkpoints", "3"});
    QVERIFY2(trained.status == 0, qPrintable(trained.err));
    const Ended extracted = spindle({"extract", "run", "-o", "plain.h5", "--samples", "0-5", "--grid", "3x3",
                                     "--variables", "6", "--decomposition", "and"});
    QVERIFY2(extracted.status == 0, qPrintable(extracted.err));
    copy("plain.h5", "r.h5");
    const Ended measured = spindle(gates_ + QStringList{"r.h5"});
    QVERIFY2(measured.status == 0, qPrintable(measured.err));
    QVERIFY2(measured.err.contains("which is few; --data FILE"), qPrintable(measured.err));
  }

  void theSameBytesHoweverItEnds() {
    copy("plain.h5", "killed.h5");
    QProcess killed;
    killed.setWorkingDirectory(folder_.path());
    killed.start(programPath(), gates_ + QStringList{"killed.h5", "--threads", "1"});
    const QDir pieces(folder_.filePath("killed.h5.gates.pieces"));
    while (pieces.entryList({"*.piece"}).isEmpty() && !killed.waitForFinished(1)) {
    }
    killed.kill();
    killed.waitForFinished(-1);
    QCOMPARE(bytes("killed.h5"), bytes("plain.h5"));
    QCOMPARE(spindle(gates_ + QStringList{"killed.h5"}).status, 0);
    QCOMPARE(bytes("killed.h5"), bytes("r.h5"));

    copy("plain.h5", "parts.h5");
    for (const char* part : {"2/2", "1/2"}) {
      const Ended one = spindle(gates_ + QStringList{"parts.h5", "--part", part});
      QVERIFY2(one.status == 0, qPrintable(one.err));
    }
    QCOMPARE(bytes("parts.h5"), bytes("plain.h5"));
    QCOMPARE(spindle(gates_ + QStringList{"parts.h5"}).status, 0);
    QCOMPARE(bytes("parts.h5"), bytes("r.h5"));
    QVERIFY(QDir(folder_.path()).entryList({"*.pieces"}).isEmpty());
  }

  void warmIsAnotherStart() {
    copy("plain.h5", "warm.h5");
    const QStringList warm = gates_ + QStringList{"warm.h5", "--start", "warm"};
    QCOMPARE(spindle(warm).status, 0);
    QVERIFY(bytes("warm.h5") != bytes("r.h5"));
    const Ended part = spindle(warm + QStringList{"--part", "1/2"});
    QCOMPARE(part.status, 2);
    QVERIFY2(part.err.contains("--start warm"), qPrintable(part.err));
  }

  void interactionsInAPath() {
    const QStringList extract{"extract",     "run", "--samples",       "0-5", "--grid",  "3x3",
                              "--variables", "6",   "--decomposition", "and", "--gates", "r.h5"};
    const Ended own = spindle(extract + QStringList{"-o", "true.h5"});
    QVERIFY2(own.status == 0, qPrintable(own.err));
    const Ended predicted = spindle(extract + QStringList{"-o", "predicted.h5", "--class", "predicted"});
    QVERIFY2(predicted.status == 0, qPrintable(predicted.err));
    QVERIFY(bytes("true.h5") != bytes("plain.h5"));
    // Again with other threads, and resumed when it is finished: the same bytes.
    const QByteArray before = bytes("true.h5");
    QCOMPARE(spindle(extract + QStringList{"-o", "true.h5", "--resume"}).status, 0);
    QCOMPARE(bytes("true.h5"), before);
    QCOMPARE(spindle(extract + QStringList{"-o", "true.h5", "--class", "predicted", "--resume"}).status, 2);

    QCOMPARE(spindle({"analyze", "paths", "r.h5", "true.h5", "predicted.h5", "--csv", "t"}).status, 0);
    const Ended analyzed = spindle({"analyze", "paths", "r.h5", "true.h5", "predicted.h5"});
    QVERIFY2(analyzed.status == 0, qPrintable(analyzed.err));
    QVERIFY2(analyzed.out.contains("In the path of the true class") &&
                 analyzed.out.contains("In the path of the predicted class"),
             qPrintable(analyzed.out));
    for (const char* table : {"paths", "path_recall", "path_classes", "path_orders"})
      QVERIFY2(bytes(QString("t/%1.csv").arg(table)).count('\n') > 3, table);
    const QByteArray paths = bytes("t/paths.csv");
    QVERIFY2(paths.contains("relu1") && paths.contains("relu4"), paths.constData());
    for (const char* chart : {"path-flow", "path-survival", "path-orders"}) {
      const Ended drawn =
          spindle({"analyze", "paths", "r.h5", "true.h5", "predicted.h5", "--figure", "f.svg", "--chart", chart});
      QVERIFY2(drawn.status == 0, qPrintable(chart + (": " + drawn.err)));
    }
  }

  void namedLayersAndRelativeBeta() {
    copy("plain.h5", "some.h5");
    const Ended ended = spindle({"measure", "gates", "run", "--into", "some.h5", "--epochs", "1", "--gate-layers",
                                 "relu3, conv1", "--beta-scale", "relative", "--gate-step-of", "layer"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const Ended analyzed = spindle({"analyze", "paths", "some.h5"});
    QVERIFY2(analyzed.out.contains("times the mean squared value of each layer"), qPrintable(analyzed.out));
    QVERIFY(analyzed.out.contains("conv1") && !analyzed.out.contains("relu1"));
  }

  void wrongUsage_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    const QStringList extract{"extract", "run", "-o", "x.h5", "--gates", "r.h5"};
    QTest::newRow("layer") << gates_ + QStringList{"r.h5", "--gate-layers", "relu1,relu77"} << "has no layer relu77";
    QTest::newRow("start") << gates_ + QStringList{"r.h5", "--start", "hot"} << "takes cold or warm";
    QTest::newRow("no data") << gates_ + QStringList{"r.h5", "--data", "nothing.npz"} << "nothing.npz";
    QTest::newRow("no gates") << QStringList{"extract", "run", "-o", "x.h5", "--gates", "plain.h5"}
                              << "holds no gates; measure them with";
    QTest::newRow("class alone") << QStringList{"extract", "run", "-o", "x.h5", "--class", "true"}
                                 << "with --gates only";
    QTest::newRow("depth") << extract + QStringList{"--layers", "all"} << "no effect with --layers";
    QTest::newRow("masked layer") << extract + QStringList{"--mask-at", "relu1"} << "masking at the layer";
    QTest::newRow("part") << extract + QStringList{"--part", "1/2"} << "no effect with --gates";
  }
  void wrongUsage() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const QByteArray before = bytes("r.h5");
    const Ended ended = spindle(arguments);
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.contains(says), qPrintable(ended.err));
    QCOMPARE(bytes("r.h5"), before);
  }
};

QTEST_GUILESS_MAIN(PathsTest)
#include "tst_paths.moc"
