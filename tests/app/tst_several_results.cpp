// SPDX-License-Identifier: GPL-3.0-or-later
// `spindle analyze NAME A.h5 B.h5 ...` on two extractions of one small run.
#include "tests/app/program.h"

#include <QTest>

using namespace spindle::test;

class SeveralResultsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    copyFolder(golden("tiny"), folder_.filePath("tiny"));
    extract("a.h5", {});
    extract("b.h5", {"--samples", "3,1,5"});
    extract("logit.h5", {"--score", "logit"});
    extract("other.h5", {"--baseline", "0.5"});
  }

  void aFileIsItsOwnJudge() {
    const QString csv = folder_.filePath("own");
    const Ended own = analyze({"generalizable", "a.h5", "a.h5", "--judge-at", "same-step", "--csv", csv});
    QVERIFY2(own.status == 0, qPrintable(own.err));
    for (const QString& share : column(csv + "/generalizable.csv", "share", 4)) QCOMPARE(share, QString("1"));
    const Ended same = analyze({"generalizable", "a.h5", "a.h5", "--judge-at", "same-step"});
    QVERIFY2(same.out.contains("100 % at the end"), qPrintable(same.out));
  }

  void samplesAreMatchedByName() {
    // The same scores of three of the six samples, in another order: what they share is equal, the rest is left out.
    const Ended part = analyze({"generalizable", "b.h5", "a.h5", "--judge-at", "same-step", "--factor", "0"});
    QVERIFY2(part.out.contains("100 % of the salient strength") && part.out.contains("100 % at the end"),
             qPrintable(part.out));
    QVERIFY2(part.out.contains("3 of 3 samples can be compared"), qPrintable(part.out));
    QVERIFY(part.out.contains("3 that are in a only"));
  }

  void differencesComeFirst() {
    const Ended compared = analyze({"compare", "a.h5", "logit.h5"});
    QCOMPARE(compared.status, 0);
    QVERIFY2(compared.out.contains("Only what differs: ") && compared.out.contains("score (log-odds, logit)"),
             qPrintable(compared.out));
    QVERIFY(!compared.out.contains("input variables ("));
    const Ended same = analyze({"compare", "a.h5", "a.h5"});
    QVERIFY2(same.out.contains("Differs: Nothing"), qPrintable(same.out));
    for (const char* by : {"epoch", "phase-two", "train-loss"})
      QCOMPARE(analyze({"compare", "a.h5", "logit.h5", "--compare-by", by}).status, 0);
    const QString figure = folder_.filePath("compare.svg");
    QCOMPARE(analyze({"compare", "a.h5", "logit.h5", "--figure", figure}).status, 0);
    QVERIFY(fileBytes(figure).contains("<svg"));
  }

  void replicatesAreDoubted() {
    const Ended doubted = analyze({"replicates", "a.h5", "other.h5"});
    QVERIFY2(doubted.out.contains("Not replicates: ") && doubted.out.contains("baseline ("), qPrintable(doubted.out));
    QVERIFY2(doubted.out.contains("Same weights: "), qPrintable(doubted.out));
    QVERIFY(analyze({"replicates", "a.h5", "a.h5"}).out.contains("0 (standard error") ||
            analyze({"replicates", "a.h5", "a.h5"}).out.contains("mean and standard error over 2 files"));
  }

  void othersThatWouldBeIgnoredAreRefused() {
    const Ended ignored = analyze({"phases", "a.h5", "b.h5"});
    QCOMPARE(ignored.status, 2);
    QVERIFY2(ignored.err.contains("phases reads one results file"), qPrintable(ignored.err));
    const Ended alone = analyze({"compare", "a.h5"});
    QCOMPARE(alone.status, 2);
    QVERIFY2(alone.err.contains("spindle analyze compare RESULTS.h5 OTHER.h5"), qPrintable(alone.err));
    QCOMPARE(analyze({"compare", "a.h5", "none.h5"}).status, 2);
    const Ended all = analyze({"all", "a.h5"});
    QVERIFY2(all.status == 0 && all.out.contains("spindle analyze generalizable RESULTS.h5 OTHER.h5"),
             qPrintable(all.err));
    QCOMPARE(analyze({"all", "a.h5", "b.h5"}).status, 0);
  }

 private:
  void extract(const QString& file, const QStringList& more) {
    const Ended ended = spindleProgram(QStringList{"extract", "tiny", "-o", file} + more, folder_.path());
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
  }
  Ended analyze(const QStringList& words) { return spindleProgram(QStringList{"analyze"} + words, folder_.path()); }

  /// At least so many values of a column.
  static QStringList column(const QString& file, const QString& name, qsizetype least) {
    QStringList values;
    const QStringList lines = QString::fromUtf8(fileBytes(file)).split('\n', Qt::SkipEmptyParts);
    const qsizetype at = lines.value(0).split(',').indexOf(name);
    for (const QString& line : lines.mid(1)) values << line.split(',').value(at);
    if (at < 0 || values.size() < least) return {"too few"};
    return values;
  }

  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(SeveralResultsTest)
#include "tst_several_results.moc"
