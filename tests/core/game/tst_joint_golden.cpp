// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/decompose_jointly.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace spindle;

class TestJointGolden : public QObject {
  Q_OBJECT

 private slots:
  // Optima of the linear program by another solver (HiGHS), written with other variables.
  void agreesWithTheLinearProgram_data() {
    QTest::addColumn<QJsonObject>("object");
    QTest::addColumn<QJsonObject>("tables");
    QTest::addColumn<double>("gap");
    QFile in(SPINDLE_GOLDEN_DIR "/game/joint.json");
    QVERIFY(in.open(QIODevice::ReadOnly));
    const auto golden = QJsonDocument::fromJson(in.readAll()).object();
    QCOMPARE(golden["cases"].toArray().size(), 28);
    for (const auto& entry : golden["cases"].toArray()) {
      for (const double gap : {5e-3, 1e-4}) {
        const auto object = entry.toObject();
        QTest::addRow("%s, gap %g", qPrintable(object["name"].toString()), gap)
            << object << golden["tables"].toObject() << gap;
      }
    }
  }
  void agreesWithTheLinearProgram() {
    QFETCH(QJsonObject, object);
    QFETCH(QJsonObject, tables);
    QFETCH(double, gap);
    std::vector<CoalitionTable> networks;
    for (const auto& name : object["tables"].toArray()) {
      std::vector<double> values;
      for (const auto& value : tables[name.toString()].toArray()) values.push_back(value.toDouble());
      networks.emplace_back(std::move(values));
    }
    std::vector<double> bounds;
    for (const auto& bound : object["bounds"].toArray()) bounds.push_back(bound.toDouble());
    const double optimum = object["objective"].toDouble();
    const auto joint = decomposeJointly(networks, bounds, {.alpha = object["alpha"].toDouble(), .gap = gap});
    QVERIFY2(joint.gap() <= gap, qPrintable(QString::number(joint.gap())));
    QVERIFY2(joint.objective <= optimum * (gap > 1e-3 ? 1.005 : 1.0002),
             qPrintable(QString::number(joint.objective / optimum - 1.0)));
    QVERIFY2(joint.objective >= optimum * (1.0 - 1e-7), qPrintable(QString::number(joint.objective / optimum - 1.0)));
    QVERIFY(joint.lowerBound <= optimum * (1.0 + 1e-7));
    QVERIFY(joint.objective <= (1.0 + 1.02 * gap) * joint.lowerBound);
  }
};

QTEST_APPLESS_MAIN(TestJointGolden)
#include "tst_joint_golden.moc"
