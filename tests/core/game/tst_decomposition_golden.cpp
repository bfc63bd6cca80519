// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/decompose.h"
#include "tests/core/near.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace spindle;
using namespace spindle::test;

namespace {

CoalitionTable tableFrom(const QJsonArray& array) {
  std::vector<double> values;
  for (const auto& value : array) values.push_back(value.toDouble());
  return CoalitionTable(std::move(values));
}

/// One row for each case, noise bound and gap. The files come from an independent solver (HiGHS).
void addRows(const char* file) {
  QFile in(QString(SPINDLE_GOLDEN_DIR "/") + file);
  QVERIFY(in.open(QIODevice::ReadOnly));
  const auto cases = QJsonDocument::fromJson(in.readAll()).array();
  QVERIFY(!cases.isEmpty());
  for (const auto& entry : cases) {
    const auto object = entry.toObject();
    const auto optima = object["sparsest_l1"].toObject();
    for (const auto& noiseBound : optima.keys()) {
      for (double gap : {1e-2, 1e-3, 1e-4}) {
        const auto name = QString("%1, bound %2, gap %3").arg(object["name"].toString(), noiseBound).arg(gap);
        QTest::newRow(qPrintable(name)) << object << noiseBound.toDouble() << gap << optima[noiseBound].toDouble();
      }
    }
  }
}

}  // namespace

class TestDecompositionGolden : public QObject {
  Q_OBJECT

 private slots:
  void agreesWithTheReference_data() {
    QTest::addColumn<QJsonObject>("object");
    QTest::addColumn<double>("noiseBound");
    QTest::addColumn<double>("gap");
    QTest::addColumn<double>("optimum");
    addRows("andor_cases.json");
  }
  void agreesWithTheReference() {
    QFETCH(QJsonObject, object);
    QFETCH(double, noiseBound);
    QFETCH(double, gap);
    QFETCH(double, optimum);
    const std::vector<CoalitionTable> tables{tableFrom(object["v"].toArray())};
    const auto solve = [&](const DecompositionOptions& options) { return decompose(tables, options).front(); };
    const auto d = solve({.noiseBound = noiseBound, .gap = gap});
    QVERIFY(d.gap() <= gap);
    QVERIFY(d.lowerBound <= optimum * (1 + 1e-9));
    QVERIFY(d.l1 >= optimum * (1 - 1e-9));
    QVERIFY2(d.l1 <= optimum * (gap > 5e-3 ? 1.005 : 1.001), qPrintable(QString::number(d.l1 / optimum - 1)));
    if (noiseBound == 0.0) {
      const auto andOnly = solve({.method = DecompositionMethod::andOnly});
      const auto orOnly = solve({.method = DecompositionMethod::orOnly});
      QVERIFY(near(andOnly.l1, object["and_only_l1"].toDouble(), 1e-9 * andOnly.l1));
      QVERIFY(near(orOnly.l1, object["or_only_l1"].toDouble(), 1e-9 * orOnly.l1));
      if (object.contains("and")) {
        QVERIFY(allNear(andOnly.andPart.values(), tableFrom(object["and"].toArray()).values(), 1e-9 * andOnly.l1));
        QVERIFY(allNear(orOnly.orPart.values(), tableFrom(object["or"].toArray()).values(), 1e-9 * orOnly.l1));
      }
    }
  }
};

QTEST_APPLESS_MAIN(TestDecompositionGolden)
#include "tst_decomposition_golden.moc"
