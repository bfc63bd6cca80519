// SPDX-License-Identifier: GPL-3.0-or-later
// spindle joint and the analysis of what it writes, through the command line, on two short trainings.
#include "tests/app/program.h"

#include <QTest>

using namespace spindle::test;

class JointCommandTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;
  Ended spindle(const QStringList& arguments) const { return spindleProgram(arguments, folder_.path()); }

 private slots:
  void initTestCase() {
    for (const QString seed : {"1", "2"}) {
      const Ended trained = spindle({"train", "fashion-mlp", "-o", "run" + seed, "--seed", seed, "--steps", "40",
                                     "--training-samples", "300", "--checkpoints", "4"});
      QVERIFY2(trained.status == 0, qPrintable(trained.err));
      const Ended extracted =
          spindle({"extract", "run" + seed, "-o", seed + ".h5", "--samples", "0-2", "--ties", "none"});
      QVERIFY2(extracted.status == 0, qPrintable(extracted.err));
    }
  }

  void twoSeeds() {
    const Ended ended = spindle({"joint", "1.h5", "2.h5", "-o", "j.h5"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QVERIFY2(ended.out.contains("3 samples"), qPrintable(ended.out));
    QVERIFY2(ended.err.isEmpty(), qPrintable(ended.err));  // no progress where nobody looks
    QVERIFY(!QDir(folder_.filePath("j.h5.parts")).exists());
    QCOMPARE(spindle({"analyze", "shared", "j.h5", "--csv", "tables", "--figure", "shared.svg"}).status, 0);
    const Ended shared = spindle({"analyze", "shared", "j.h5"});
    QVERIFY2(shared.status == 0, qPrintable(shared.err));
    QVERIFY2(shared.out.contains("by chance"), qPrintable(shared.out));
    QVERIFY(fileBytes(folder_.filePath("tables/overlap.csv")).count('\n') > 18);
    QVERIFY(fileBytes(folder_.filePath("shared.svg")).contains("<svg"));
    for (const char* venue : {"acl", "neurips", "poster"}) {
      const Ended checked =
          spindle({"figure", "j.h5", "--kind", "shared", "--venue", venue, "--check", "-o", "shared.svg"});
      QVERIFY2(checked.status == 0 && !checked.err.contains("lie on each other"), qPrintable(checked.err));
    }
    // It is a results file like any other.
    for (const QStringList& reader : {QStringList{"show", "j.h5"}, QStringList{"analyze", "all", "j.h5"}})
      QVERIFY2(spindle(reader).status == 0, qPrintable(reader.join(' ')));
    const Ended one = spindle({"analyze", "shared", "1.h5"});
    QVERIFY(one.status == 0 && one.out.contains("spindle joint"));
  }

  void thePublishedProcedure() {
    const Ended ended =
        spindle({"joint", "1.h5", "2.h5", "-o", "p.h5", "--decomposition", "published", "--iterations", "300"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QVERIFY2(ended.out.contains("proves no distance"), qPrintable(ended.out));
    const Ended shared = spindle({"analyze", "shared", "p.h5"});
    QVERIFY2(shared.out.contains("published procedure"), qPrintable(shared.out));
    const Ended trust = spindle({"analyze", "trust", "p.h5"});
    QVERIFY2(trust.status == 0 && !trust.out.contains("certified by a lower bound"), qPrintable(trust.out));
  }

  void threadsDoNotChangeTheTables() {
    QCOMPARE(spindle({"joint", "1.h5", "2.h5", "-o", "one.h5", "--threads", "1"}).status, 0);
    QCOMPARE(spindle({"joint", "1.h5", "2.h5", "-o", "three.h5", "--threads", "3"}).status, 0);
    QVERIFY(spindle({"analyze", "shared", "one.h5", "--csv", "t1"}).status == 0);
    QVERIFY(spindle({"analyze", "shared", "three.h5", "--csv", "t3"}).status == 0);
    for (const QString table : {"overlap", "shared", "power"})
      QCOMPARE(fileBytes(folder_.filePath("t1/" + table + ".csv")),
               fileBytes(folder_.filePath("t3/" + table + ".csv")));
  }

  void wrongUsage_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    QTest::newRow("one file") << QStringList{"joint", "1.h5", "-o", "x.h5"} << "RESULTS";
    QTest::newRow("no such file") << QStringList{"joint", "1.h5", "none.h5", "-o", "x.h5"} << "none.h5";
    QTest::newRow("alpha") << QStringList{"joint", "1.h5", "2.h5", "-o", "x.h5", "--alpha", "1.5"} << "alpha";
    QTest::newRow("a gap that nobody proves")
        << QStringList{"joint", "1.h5", "2.h5", "-o", "x.h5", "--decomposition", "published", "--gap", "0.01"}
        << "--gap";
    QTest::newRow("a rate that nobody uses")
        << QStringList{"joint", "1.h5", "2.h5", "-o", "x.h5", "--learning-rate", "1e-6"} << "--learning-rate";
    QTest::newRow("and only") << QStringList{"joint", "1.h5", "2.h5", "-o", "x.h5", "--decomposition", "and"}
                              << "and-or or published";
    QTest::newRow("over an input") << QStringList{"joint", "1.h5", "2.h5", "-o", "2.h5"} << "2.h5";
    QTest::newRow("over samples") << QStringList{"joint", "1.h5", "2.h5", "-o", "run1/samples.npz"} << "samples.npz";
  }
  void wrongUsage() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const QByteArray before = fileBytes(folder_.filePath("2.h5")),
                     samples = fileBytes(folder_.filePath("run1/samples.npz"));
    const Ended ended = spindle(arguments);
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.contains(says), qPrintable(ended.err));
    QCOMPARE(ended.err.count('\n'), 1);
    QVERIFY(!QFile::exists(folder_.filePath("x.h5")));
    QCOMPARE(fileBytes(folder_.filePath("2.h5")), before);
    QCOMPARE(fileBytes(folder_.filePath("run1/samples.npz")), samples);
  }

  void alphaOneIsTheSeparateLoss() {
    const Ended ended = spindle({"joint", "1.h5", "2.h5", "-o", "apart.h5", "--alpha", "1", "--gap", "0.01"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const Ended shared = spindle({"analyze", "shared", "apart.h5", "--csv", "apart"});
    QVERIFY(shared.status == 0);
    // Both extractions are the same: the columns agree row by row.
    const QStringList rows = QString::fromUtf8(fileBytes(folder_.filePath("apart/power.csv"))).split('\n');
    QVERIFY(rows.size() > 3);
    for (const QString& row : rows.mid(1)) {
      if (row.isEmpty()) continue;
      const QStringList cells = row.split(',');
      QCOMPARE(cells[cells.size() - 1].trimmed(), cells[cells.size() - 2].trimmed());
    }
  }
};

QTEST_GUILESS_MAIN(JointCommandTest)
#include "tst_joint_command.moc"
