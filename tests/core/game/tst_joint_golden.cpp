// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/decompose_jointly.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace spindle;

namespace {

std::vector<double> numbers(const QJsonValue& list) {
  std::vector<double> result;
  for (const auto& value : list.toArray()) result.push_back(value.toDouble());
  return result;
}

}  // namespace

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
      networks.emplace_back(numbers(tables[name.toString()]));
    }
    const std::vector<double> bounds = numbers(object["bounds"]);
    const double optimum = object["objective"].toDouble();
    const auto joint = decomposeJointly(networks, bounds, {.alpha = object["alpha"].toDouble(), .gap = gap});
    QVERIFY2(joint.gap() <= gap, qPrintable(QString::number(joint.gap())));
    QVERIFY2(joint.objective <= optimum * (gap > 1e-3 ? 1.005 : 1.0002),
             qPrintable(QString::number(joint.objective / optimum - 1.0)));
    QVERIFY2(joint.objective >= optimum * (1.0 - 1e-7), qPrintable(QString::number(joint.objective / optimum - 1.0)));
    QVERIFY(joint.lowerBound <= optimum * (1.0 + 1e-7));
    QVERIFY(joint.objective <= (1.0 + 1.02 * gap) * joint.lowerBound);
  }

  // The published descent by PyTorch's differentiation and optimizer.
  void publishedDescentAgreesWithAutograd() {
    QFile in(SPINDLE_GOLDEN_DIR "/game/published_joint.json");
    QVERIFY(in.open(QIODevice::ReadOnly));
    const QJsonArray cases = QJsonDocument::fromJson(in.readAll()).array();
    QCOMPARE(cases.size(), 4);
    for (const auto& entry : cases) {
      const QJsonObject object = entry.toObject();
      std::vector<CoalitionTable> networks;
      for (const auto& table : object["tables"].toArray()) networks.emplace_back(numbers(table));
      JointOptions options{.method = DecompositionMethod::published, .alpha = object["alpha"].toDouble()};
      options.published.learningRate = object["learning_rate"].toDouble();
      options.published.iterations = object["iterations"].toInt();
      const auto joint = decomposeJointly(networks, numbers(object["bounds"]), options);
      QVERIFY(std::abs(joint.objective - object["loss"].toDouble()) <= 1e-9);
      QCOMPARE(joint.lowerBound, 0.0);
      for (std::size_t i = 0; i < networks.size(); ++i) {
        QCOMPARE(joint.networks[i].andPart[0], networks[i][0]);
        const auto ands = numbers(object["and"].toArray().at(static_cast<int>(i)));
        const auto ors = numbers(object["or"].toArray().at(static_cast<int>(i)));
        for (Coalition s = 1; s < networks[i].size(); ++s) {
          QVERIFY(std::abs(joint.networks[i].andPart[s] - ands[s - 1]) <= 1e-9);
          QVERIFY(std::abs(joint.networks[i].orPart[s] - ors[s - 1]) <= 1e-9);
        }
      }
    }
  }
};

QTEST_APPLESS_MAIN(TestJointGolden)
#include "tst_joint_golden.moc"
