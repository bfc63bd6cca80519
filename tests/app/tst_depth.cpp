// SPDX-License-Identifier: GPL-3.0-or-later
// `spindle extract --layers` and what every other command says of its results.
#include "tests/app/program.h"

#include <QRegularExpression>
#include <QTest>

using namespace spindle::test;

class DepthCommandTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    copyFolder(golden("tiny"), folder_.filePath("tiny"));
    const Ended ended =
        extract({"--layers", "all", "--probe-data", "tiny/samples.csv", "-o", "depth.h5", "--export", "depth.csv"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const QByteArray table = fileBytes(folder_.filePath("depth.csv"));
    QVERIFY2(table.startsWith("run,step,layer,order,sign,kind,strength\ntiny,0,0,1,positive,and,"), table.left(200));
    QVERIFY(table.contains("\ntiny,1,relu1,") && table.contains("\ntiny,2,output,"));
  }

  void showNamesTheLayers() {
    const Ended shown = spindle({"show", "depth.h5"});
    QCOMPARE(shown.status, 0);
    for (const char* word : {"layer ", "relu1", "output", "3 of 3 layers", "noise bound 0.04",
                             "Phases are phases of training", "Probes: ", "6 samples of samples.csv", "accuracy"})
      QVERIFY2(shown.out.contains(word), qPrintable(word + ("\n" + shown.out)));
    for (const char* word : {"step", "epoch ", "Phase two starts"}) QVERIFY2(!shown.out.contains(word), word);
  }

  void analysesNameTheLayers() {
    const Ended known = spindle({"analyze", "knowledge", "depth.h5"});
    QVERIFY2(known.out.contains("layer relu1") || known.out.contains("layer 0"), qPrintable(known.out));
    QVERIFY2(!known.out.contains("training step") && !known.out.contains("redundancy over training"),
             qPrintable(known.out));
    QCOMPARE(spindle({"analyze", "all", "depth.h5", "--csv", "csv"}).status, 0);
    const QByteArray table = fileBytes(folder_.filePath("csv/knowledge.csv"));
    QVERIFY2(table.startsWith("run,step,layer,part,order,all,overlap,forgotten,new\ntiny,0,0,sum,1,"), table.left(200));
    QVERIFY(table.contains("\ntiny,2,output,or,"));
    const Ended at =
        spindle({"analyze", "dynamics", "depth.h5", "--at", "relu1", "--figure", "at.tex", "--chart", "strength"});
    QVERIFY2(at.status == 0, qPrintable(at.err));
    QVERIFY2(fileBytes(folder_.filePath("at.tex")).contains("layer relu1"), fileBytes(folder_.filePath("at.tex")));
    const Ended none = spindle({"analyze", "dynamics", "depth.h5", "--at", "relu7"});
    QCOMPARE(none.status, 2);
    QVERIFY2(none.err.contains("There is no layer \"relu7\"") && none.err.contains("relu1"), qPrintable(none.err));
  }

  void figuresNameTheLayers() {
    for (const char* kind : {"dynamics", "knowledge"}) {
      const Ended drawn = spindle({"figure", "depth.h5", "--kind", kind, "-o", "figure.tex"});
      QVERIFY2(drawn.status == 0, qPrintable(drawn.err));
      const QByteArray tex = fileBytes(folder_.filePath("figure.tex"));
      QVERIFY2(tex.contains("xticklabels={{0},{relu1},{output}}") && tex.contains("xlabel={layer}"), tex);
    }
    const Ended drawn = spindle({"figure", "depth.h5", "--steps", "relu1,output", "-o", "figure.svg"});
    QVERIFY2(drawn.status == 0, qPrintable(drawn.err));
    QVERIFY(fileBytes(folder_.filePath("figure.svg")).contains("layer relu1"));
    QCOMPARE(spindle({"animate", "depth.h5", "-o", "film.gif", "--seconds", "1", "--size", "320x180"}).status, 0);
    QCOMPARE(spindle({"report", "depth.h5", "-o", "report.html"}).status, 0);
    const QString report = QString::fromUtf8(fileBytes(folder_.filePath("report.html")));
    QVERIFY(report.contains("interactions over depth") && report.contains("layer"));
    QVERIFY(!report.contains("Mean order over training") && !report.contains("through training"));
  }

  void resumingChangesNothing() {
    const QByteArray before = fileBytes(folder_.filePath("depth.h5"));
    const Ended again = extract({"--layers", "all", "--probe-data", "tiny/samples.csv", "-o", "depth.h5", "--resume"});
    QVERIFY2(again.status == 0, qPrintable(again.err));
    QVERIFY(before == fileBytes(folder_.filePath("depth.h5")));
    const Ended other =
        extract({"--layers", "relu1", "--probe-data", "tiny/samples.csv", "-o", "depth.h5", "--resume"});
    QCOMPARE(other.status, 2);
  }

  void refusals_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("said");
    const QStringList probes{"--probe-data", "tiny/samples.csv"};
    QTest::newRow("no data") << QStringList{"--layers", "all"} << "give training data with --probe-data FILE";
    QTest::newRow("no layer") << QStringList{"--layers", "conv9"} + probes << "has no layer conv9";
    QTest::newRow("no step") << QStringList{"--layers", "all", "--at", "7"} + probes << "no checkpoint at 7";
    QTest::newRow("no layers") << QStringList{"--at", "last"} << "--at has an effect with --layers only";
    QTest::newRow("checkpoints") << QStringList{"--layers", "all", "--checkpoints", "1"} + probes
                                 << "choose it with --at";
    QTest::newRow("masked layer") << QStringList{"--layers", "all", "--mask-at", "relu1"} + probes
                                  << "--mask-at has no effect with --layers";
  }
  void refusals() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, said);
    const Ended ended = extract(arguments + QStringList{"-o", "none.h5"});
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.contains(said), qPrintable(ended.err));
    QVERIFY(!QFile::exists(folder_.filePath("none.h5")));
  }

  /// Another number than steps, from run.json to the tables.
  void anyNumberAsAxis() {
    copyFolder(golden("tiny"), folder_.filePath("pruned"));
    QFile::remove(folder_.filePath("pruned/metrics.csv"));
    writeFile(folder_.filePath("pruned/run.json"),
              R"({"spindle": 1, "name": "pruned", "baseline": "zero", "input": {"kind": "tabular", "shape": [6]},
                  "axis": {"name": "pruning ratio",
                           "values": {"epoch1.pt": 0.9, "epoch2.pt": 0.5, "epoch5.pt": 0.25, "epoch10.pt": 0}}})");
    const Ended info = spindle({"info", "pruned"});
    QVERIFY2(info.out.contains("pruning ratio 0 to 0.9"), qPrintable(info.out));
    const Ended made = spindle({"extract", "pruned", "-o", "pruned.h5"});
    QVERIFY2(made.status == 0, qPrintable(made.err));
    const Ended shown = spindle({"show", "pruned.h5"});
    QVERIFY2(shown.out.contains("pruning ratio") && shown.out.contains("0.25"), qPrintable(shown.out));
    QVERIFY(!shown.out.contains("step") && shown.out.contains("run over several models"));
    const Ended scales = spindle({"analyze", "dynamics", "pruned.h5", "--figure", "pruned.tex", "--chart", "heatmap"});
    QCOMPARE(scales.status, 0);
    QVERIFY(fileBytes(folder_.filePath("pruned.tex")).contains("xlabel={pruning ratio}"));
    const Ended beside = spindle({"analyze", "compare", "pruned.h5", "depth.h5"});
    QCOMPARE(beside.status, 2);
    QVERIFY2(beside.err.contains("pruning ratio") && beside.err.contains("layer"), qPrintable(beside.err));
  }

 private:
  Ended spindle(const QStringList& arguments) { return spindleProgram(arguments, folder_.path()); }
  Ended extract(const QStringList& more) { return spindle(QStringList{"extract", "tiny"} + more); }

  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(DepthCommandTest)
#include "tst_depth.moc"
