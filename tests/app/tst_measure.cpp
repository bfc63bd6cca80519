// SPDX-License-Identifier: GPL-3.0-or-later
// spindle measure, and input variables from a map, through the command line on a short training.
#include "tests/app/program.h"

#include <QImage>
#include <QTest>

using namespace spindle::test;

namespace {

/// Column of the rows whose other columns have these texts.
QList<double> column(const QByteArray& csv, const QString& name, const QMap<QString, QString>& where) {
  QList<double> values;
  QStringList lines = QString::fromUtf8(csv).split('\n', Qt::SkipEmptyParts);
  const QStringList head = lines.takeFirst().split(',');
  for (const QString& line : lines) {
    const QStringList cells = line.split(',');
    bool fits = true;
    for (auto wanted = where.begin(); wanted != where.end(); ++wanted)
      fits = fits && cells[head.indexOf(wanted.key())] == wanted.value();
    if (fits) values << cells[head.indexOf(name)].toDouble();
  }
  return values;
}

}  // namespace

class MeasureTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;
  Ended spindle(const QStringList& arguments) const { return spindleProgram(arguments, folder_.path()); }

 private slots:
  void initTestCase() {
    const Ended trained = spindle({"train", "fashion-mlp", "-o", "run", "--seed", "1", "--steps", "60",
                                   "--training-samples", "300", "--checkpoints", "3"});
    QVERIFY2(trained.status == 0, qPrintable(trained.err));
    const Ended extracted = spindle({"extract", "run", "-o", "r.h5", "--samples", "0-3", "--grid", "3x3", "--variables",
                                     "9", "--decomposition", "and"});
    QVERIFY2(extracted.status == 0, qPrintable(extracted.err));
  }

  void theyAreListed() {
    const Ended ended = spindle({"measure"});
    QCOMPARE(ended.status, 0);
    QVERIFY(ended.out.contains("context-orders"));
  }

  /// All nine cells are variables in both: the ends have one context and agree with the exact tables, the middle
  /// nearly.
  void sampledBesideExact() {
    const QByteArray before = fileBytes(folder_.filePath("r.h5"));
    const Ended ended = spindle({"measure", "context-orders", "run", "--into", "r.h5", "--grid", "3x3", "--window", "0",
                                 "--pairs", "36", "--contexts", "200"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QVERIFY(fileBytes(folder_.filePath("r.h5")) != before);
    const Ended analyzed = spindle({"analyze", "context-orders", "r.h5", "--csv", "t"});
    QVERIFY2(analyzed.status == 0, qPrintable(analyzed.err));
    const QByteArray sampled = fileBytes(folder_.filePath("t/sampled_context_orders.csv"));
    const QByteArray exact = fileBytes(folder_.filePath("t/context_orders.csv"));
    for (const QString m : {"0", "7"}) {
      const QList<double> a = column(sampled, "strength", {{"context_order", m}}),
                          b = column(exact, "strength", {{"context_order", m}, {"part", "whole"}});
      QVERIFY(a.size() == b.size() && a.size() >= 3);
      for (qsizetype i = 0; i < a.size(); ++i)
        QVERIFY2(std::abs(a[i] - b[i]) <= 1e-4 * (1e-3 + b[i]), qPrintable(QString("%1 %2").arg(a[i]).arg(b[i])));
    }
    const QList<double> a = column(sampled, "strength", {{"context_order", "3"}}),
                        b = column(exact, "strength", {{"context_order", "3"}, {"part", "whole"}});
    for (qsizetype i = 0; i < a.size(); ++i)
      QVERIFY2(std::abs(a[i] - b[i]) <= 0.3 * b[i], qPrintable(QString("%1 %2").arg(a[i]).arg(b[i])));
    QVERIFY(spindle({"analyze", "context-orders", "r.h5"}).out.contains("9 patches of a 3x3 grid"));
    QCOMPARE(spindle({"analyze", "context-orders", "r.h5", "--figure", "s.svg", "--chart", "sampled"}).status, 0);
  }

  void threadsDoNotChangeIt() {
    const QStringList arguments{"measure", "context-orders", "run", "--into",     "r.h5", "--grid",
                                "7x7",     "--pairs",        "5",   "--contexts", "6",    "--threads"};
    QCOMPARE(spindle(arguments + QStringList{"1"}).status, 0);
    const QByteArray one = fileBytes(folder_.filePath("r.h5"));
    QCOMPARE(spindle(arguments + QStringList{"3"}).status, 0);
    QCOMPARE(fileBytes(folder_.filePath("r.h5")), one);
  }

  void interactionsAreStableUnderLittleNoise() {
    const auto stability = [&](const QString& sigma, const QString& threads) -> QList<double> {
      const Ended ended = spindle({"measure", "noise-stability", "run", "--into", "r.h5", "--draws", "6", "--sigma",
                                   sigma, "--threads", threads});
      if (ended.status != 0) qWarning("%s", qPrintable(ended.err));
      spindle({"analyze", "knowledge", "r.h5", "--csv", "n"});
      return column(fileBytes(folder_.filePath("n/stability.csv")), "stability", {{"order", "1"}});
    };
    const QList<double> little = stability("1e-4", "1"), again = stability("1e-4", "3"), much = stability("0.1", "2");
    QVERIFY(little.size() == 3 && much.size() == 3);
    QCOMPARE(again, little);
    // A thousand times the noise, a spread of nearly a thousand times.
    for (qsizetype i = 0; i < 3; ++i)
      QVERIFY2(little[i] > 100.0 * much[i] && much[i] > 0.0, qPrintable(QString("%1 %2").arg(little[i]).arg(much[i])));
    QVERIFY(
        spindle({"analyze", "knowledge", "r.h5"}).out.contains("Over 6 noisy copies of each input (deviation 0.1)"));
    QCOMPARE(spindle({"analyze", "knowledge", "r.h5", "--figure", "n.svg", "--chart", "stability"}).status, 0);
    // What was measured before is still there.
    QVERIFY(spindle({"analyze", "context-orders", "r.h5"}).out.contains("7x7 grid"));
  }

  /// Killed and gone on with, in parts and at one go: the same bytes.
  void theKernelInParts() {
    QVERIFY(QFile::copy(folder_.filePath("r.h5"), folder_.filePath("killed.h5")));
    QVERIFY(QFile::copy(folder_.filePath("r.h5"), folder_.filePath("parts.h5")));
    const QStringList kernel{"measure", "kernel", "run", "--into"};
    const Ended whole = spindle(kernel + QStringList{"r.h5"});
    QVERIFY2(whole.status == 0, qPrintable(whole.err));
    QVERIFY(whole.out.contains("r.h5 holds kernel now"));
    const QByteArray bytes = fileBytes(folder_.filePath("r.h5"));

    QProcess killed;
    killed.setWorkingDirectory(folder_.path());
    killed.start(programPath(), kernel + QStringList{"killed.h5", "--threads", "1"});
    const QDir pieces(folder_.filePath("killed.h5.kernel.pieces"));
    while (pieces.entryList({"*.piece"}).isEmpty() && !killed.waitForFinished(1)) {
    }
    killed.kill();
    killed.waitForFinished(-1);
    QCOMPARE(spindle(kernel + QStringList{"killed.h5"}).status, 0);
    QCOMPARE(fileBytes(folder_.filePath("killed.h5")), bytes);

    for (const QString part : {"2/2", "1/2"}) {
      const Ended one = spindle(kernel + QStringList{"parts.h5", "--part", part});
      QVERIFY2(one.status == 0 && one.out.contains("without --part"), qPrintable(one.out + one.err));
    }
    QCOMPARE(spindle(kernel + QStringList{"parts.h5"}).status, 0);
    QCOMPARE(fileBytes(folder_.filePath("parts.h5")), bytes);
    QVERIFY(QDir(folder_.path()).entryList({"*.pieces"}).isEmpty());

    QCOMPARE(spindle({"analyze", "kernel", "r.h5", "--csv", "k"}).status, 0);
    const Ended analyzed = spindle({"analyze", "kernel", "r.h5"});
    QVERIFY2(analyzed.out.contains("On 4 samples, over all parameters"), qPrintable(analyzed.out + analyzed.err));
    const QByteArray table = fileBytes(folder_.filePath("k/kernel.csv"));
    const QList<double> least = column(table, "least", {}), largest = column(table, "largest", {}),
                        distance = column(table, "distance", {});
    QCOMPARE(least.size(), 3);
    QVERIFY(distance[0] == 0.0 && distance[2] > 0.0);
    for (qsizetype i = 0; i < 3; ++i) QVERIFY(least[i] > 0.0 && largest[i] > least[i]);
    QCOMPARE(spindle({"analyze", "kernel", "r.h5", "--figure", "k.svg", "--chart", "kernel"}).status, 0);
    QCOMPARE(spindle({"analyze", "kernel", "r.h5", "--figure", "k.svg", "--chart", "kernel-matrix"}).status, 0);
  }

  void wrongUsage_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    const QStringList whole{"measure", "context-orders", "run", "--into", "r.h5"};
    QTest::newRow("another name") << QStringList{"measure", "orders", "run", "--into", "r.h5"}
                                  << "there are context-orders";
    QTest::newRow("no results") << QStringList{"measure", "context-orders", "run"} << "--into RESULTS.h5";
    QTest::newRow("grid") << whole + QStringList{"--grid", "29x29"} << "28x28 images";
    QTest::newRow("contexts") << whole + QStringList{"--contexts", "1"} << "from 2 to";
    QTest::newRow("one draw") << QStringList{"measure", "noise-stability", "run", "--into", "r.h5", "--draws", "1"}
                              << "from 2 to 1000";
    QTest::newRow("no noise") << QStringList{"measure", "noise-stability", "run", "--into", "r.h5", "--sigma", "0"}
                              << "a number from 1e-06";
    const QStringList kernel{"measure", "kernel", "run", "--into", "r.h5"};
    QTest::newRow("more samples") << kernel + QStringList{"--samples", "5"} << "from 1 to 4";
    QTest::newRow("no such parameter") << kernel + QStringList{"--parameters", "x*"} << "fits \"x*\"; there are";
    QTest::newRow("no part") << kernel + QStringList{"--part", "3/2"} << "--part";
    QTest::newRow("another run") << QStringList{"measure", "context-orders", "other", "--into", "r.h5"} << "r.h5";
  }

  void wrongUsage() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    if (arguments.contains("other"))
      QCOMPARE(spindle({"train", "fashion-mlp", "-o", "other", "--seed", "2", "--steps", "60", "--training-samples",
                        "300", "--checkpoints", "3"})
                   .status,
               0);
    const QByteArray before = fileBytes(folder_.filePath("r.h5"));
    const Ended ended = spindle(arguments);
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.contains(says), qPrintable(ended.err));
    QCOMPARE(fileBytes(folder_.filePath("r.h5")), before);
  }

  void variablesFromAMap() {
    QImage map(28, 28, QImage::Format_Grayscale8);
    map.fill(0);
    for (int y = 7; y < 21; ++y) {
      for (int x = 7; x < 21; ++x) map.scanLine(y)[x] = static_cast<uchar>(1 + (y >= 14 ? 2 : 0) + (x >= 14 ? 1 : 0));
    }
    QVERIFY(map.save(folder_.filePath("map.png")));
    const Ended ended = spindle({"extract", "run", "-o", "map.h5", "--samples", "0", "--variables-map", "map.png"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const Ended values = spindle({"analyze", "values", "map.h5", "--csv", "v"});
    QVERIFY2(values.status == 0, qPrintable(values.err));
    QVERIFY(fileBytes(folder_.filePath("v/values.csv")).contains("region 4"));
    const Ended refused = spindle({"extract", "run", "-o", "x.h5", "--variables-map", "map.png", "--grid", "7x7"});
    QCOMPARE(refused.status, 2);
    QVERIFY2(refused.err.contains("leave --variables, --grid"), qPrintable(refused.err));
  }

  void superpixelsAsVariables() {
    const QStringList extract{"extract", "run", "-o", "s.h5", "--samples", "0,1", "--superpixels", "6"};
    const Ended ended = spindle(extract + QStringList{"--compactness", "5"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const Ended values = spindle({"analyze", "values", "s.h5", "--csv", "s"});
    QVERIFY2(values.status == 0, qPrintable(values.err));
    QVERIFY(fileBytes(folder_.filePath("s/values.csv")).contains("region 6"));
    // Found again when it is resumed; other regions are other results.
    const QByteArray before = fileBytes(folder_.filePath("s.h5"));
    const Ended resumed = spindle(extract + QStringList{"--compactness", "5", "--resume"});
    QVERIFY2(resumed.status == 0, qPrintable(resumed.err));
    QCOMPARE(spindle(extract + QStringList{"--compactness", "50", "--resume"}).status, 2);
    QCOMPARE(fileBytes(folder_.filePath("s.h5")), before);
    const Ended both = spindle(extract + QStringList{"--grid", "7x7"});
    QCOMPARE(both.status, 2);
    QVERIFY2(both.err.contains("--superpixels says"), qPrintable(both.err));
    const Ended alone = spindle({"extract", "run", "-o", "x.h5", "--compactness", "5"});
    QCOMPARE(alone.status, 2);
    QVERIFY2(alone.err.contains("with --superpixels only"), qPrintable(alone.err));
  }
};

QTEST_GUILESS_MAIN(MeasureTest)
#include "tst_measure.moc"
