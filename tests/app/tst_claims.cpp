// SPDX-License-Identifier: GPL-3.0-or-later
// spindle report --claims on one small network, stopped and resumed.
#include "tests/app/program.h"

#include <QTest>

using namespace spindle::test;

class ClaimsTest : public QObject {
  Q_OBJECT

 private slots:
  void aRowForEachTraining();
  void wrongUsage();

 private:
  Ended claims(const QStringList& more) const {
    return spindleProgram(QStringList{"report", "--claims", "c", "--networks", "digits-mlp"} + more, folder_.path());
  }
  QList<QStringList> rows() const {
    QList<QStringList> all;
    for (const QByteArray& line : fileBytes(folder_.filePath("c/claims.csv")).trimmed().split('\n')) {
      QStringList cells;
      const QStringList parts = QString::fromUtf8(line).split('"');  // every second one was quoted
      for (qsizetype i = 0; i < parts.size(); ++i) {
        QString part = parts[i];
        if (i % 2 == 1) part.replace(',', ';');
        cells << part;
      }
      all << cells.join(QString()).split(',');
    }
    return all;
  }

  QTemporaryDir folder_;
};

void ClaimsTest::aRowForEachTraining() {
  const Ended one = claims({"--label-noise", "0.4", "--seeds", "1", "--steps", "60"});
  QVERIFY2(one.status == 0, qPrintable(one.err));
  QVERIFY(one.out.startsWith("| network | wrong labels | seed |"));
  QCOMPARE(one.out.toUtf8(), fileBytes(folder_.filePath("c/claims.md")));
  QCOMPARE(rows().size(), 2);
  const QStringList head = rows().front(), row = rows().back();
  const auto value = [&](const char* column) { return row.at(head.indexOf(column)).toDouble(); };
  QCOMPARE(row.at(head.indexOf("network")), QString("digits-mlp"));
  QCOMPARE(value("label_noise"), 0.4);
  for (const char* place : {"start", "least", "end"}) {
    const QByteArray name = place;
    QVERIFY(value(name + "_low") <= value(name + "_order") && value(name + "_order") <= value(name + "_high"));
    QVERIFY(value(name + "_order") >= 1.0 && value(name + "_order") <= value(name + "_order_high_ties") + 0.05);
  }
  QVERIFY(value("least_order") <= value("start_order") && value("least_order") <= value("end_order"));
  QVERIFY(value("similarity_order_1") > 0.0 && value("similarity_order_1") <= 1.0);
  QVERIFY(value("clean_high_share") > 0.0 && value("mislabeled_high_share") > 0.0);
  // The numbers are those of the analyses.
  const QString results = "c/digits-mlp-noise-0.4-seed-1.h5";
  QCOMPARE(spindleProgram({"analyze", "dynamics", results, "--csv", "t"}, folder_.path()).status, 0);
  // What is there is not made again.
  const QByteArray before = fileBytes(folder_.filePath(results));
  QCOMPARE(claims({"--label-noise", "0.4,0", "--seeds", "1", "--steps", "60"}).status, 0);
  QCOMPARE(fileBytes(folder_.filePath(results)), before);
  QCOMPARE(rows().size(), 3);
  QCOMPARE(rows().at(1), row);
}

void ClaimsTest::wrongUsage() {
  QVERIFY(claims({"--networks", "digits-mlpp"}).err.contains("choose of"));
  QCOMPARE(claims({"--label-noise", "2"}).status, 2);
  QCOMPARE(spindleProgram({"report", "c"}, folder_.path()).status, 2);
  QCOMPARE(spindleProgram({"report", "r.h5", "-o", "r.html", "--seeds", "2"}, folder_.path()).status, 2);
}

QTEST_GUILESS_MAIN(ClaimsTest)
#include "tst_claims.moc"
