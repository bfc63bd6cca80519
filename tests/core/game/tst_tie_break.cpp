// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/game/decompose.h"
#include "tests/core/game/games.h"
#include "tests/core/near.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <array>
#include <cmath>

using namespace spindle;
using namespace spindle::test;

namespace {

constexpr std::array all{TieBreak::none, TieBreak::low, TieBreak::high};

Decomposition solve(const CoalitionTable& table, const DecompositionOptions& options) {
  return decompose(std::span(&table, 1), options).front();
}

double meanOrder(const Decomposition& d) {
  return spindle::meanOrder(d.andPart, d.orPart);
}

}  // namespace

class TestTieBreak : public QObject {
  Q_OBJECT

 private slots:
  // x0 + x1 = AND(0,1) + OR(0,1): both have L1 2.
  void twoEqualEffects() {
    const auto game = tableOf(2, [](Coalition t) { return static_cast<double>(order(t)); });
    const auto low = solve(game, {.noiseBound = 0.0, .gap = 1e-6, .ties = TieBreak::low});
    for (Coalition s : {1U, 2U}) QVERIFY(near(low.andPart[s] + low.orPart[s], 1.0, 1e-5));
    QVERIFY(near(low.andPart[3], 0.0, 1e-5) && near(low.orPart[3], 0.0, 1e-5));
    const auto high = solve(game, {.noiseBound = 0.0, .gap = 1e-6, .ties = TieBreak::high});
    QVERIFY(near(high.andPart[3], 1.0, 1e-4) && near(high.orPart[3], 1.0, 1e-4));
    QVERIFY(near(meanOrder(low), 1.0, 1e-4) && near(meanOrder(high), 2.0, 1e-3));
  }

  void agreesWithTheLinearProgram_data() {
    QTest::addColumn<QJsonObject>("object");
    QFile in(SPINDLE_GOLDEN_DIR "/game/ties.json");
    QVERIFY(in.open(QIODevice::ReadOnly));
    const auto cases = QJsonDocument::fromJson(in.readAll()).array();
    QCOMPARE(cases.size(), 15);
    for (const auto& entry : cases) QTest::newRow(qPrintable(entry.toObject()["name"].toString())) << entry.toObject();
  }
  void agreesWithTheLinearProgram() {
    QFETCH(QJsonObject, object);
    std::vector<double> values;
    for (const auto& value : object["values"].toArray()) values.push_back(value.toDouble());
    const CoalitionTable table(std::move(values));
    const double optimum = object["l1"].toDouble();
    for (const auto ties : {TieBreak::low, TieBreak::high}) {
      const auto d = solve(table, {.gap = 1e-3, .ties = ties});
      QVERIFY2(d.l1 <= optimum * 1.002, qPrintable(QString::number(d.l1 / optimum)));
      QVERIFY(d.lowerBound <= optimum * (1 + 1e-6));
      QVERIFY(d.gap() <= 1e-3);
      const double expected = object[QString::fromStdString(toText(ties))].toDouble();
      const QString difference = QString("%1: %2, not %3").arg(toText(ties).c_str()).arg(meanOrder(d)).arg(expected);
      QVERIFY2(std::abs(meanOrder(d) - expected) <= 0.03, qPrintable(difference));
    }
  }

  void orderOfTheThree_data() {
    QTest::addColumn<int>("seed");
    for (int seed = 0; seed < 200; ++seed) QTest::addRow("random table %d", seed) << seed;
  }
  void orderOfTheThree() {
    QFETCH(int, seed);
    const auto table = normalTable(5 + seed % 3, 1000 + seed);
    std::array<double, 3> orders{};
    for (std::size_t i = 0; i < all.size(); ++i) orders[i] = meanOrder(solve(table, {.gap = 1e-3, .ties = all[i]}));
    QVERIFY(orders[1] <= orders[0] + 1e-3);
    QVERIFY(orders[0] <= orders[2] + 1e-3);
  }

  void theResultOfATableDoesNotDependOnOthers() {
    const std::vector<CoalitionTable> tables{normalTable(6, 1), normalTable(6, 2), normalTable(6, 3)};
    const DecompositionOptions options{.ties = TieBreak::low};
    const auto together = decompose(tables, options);
    for (std::size_t i = tables.size(); i-- > 0;) {
      const auto alone = solve(tables[i], options);
      for (Coalition s = 0; s < tables[i].size(); ++s) {
        QCOMPARE(alone.andPart[s], together[i].andPart[s]);
        QCOMPARE(alone.orPart[s], together[i].orPart[s]);
      }
    }
  }

  void zeroGamesAndOneVariable() {
    for (const auto ties : all) {
      const auto zero = solve(tableOf(4, [](Coalition) { return 2.0; }), {.ties = ties});
      QCOMPARE(zero.l1, 0.0);
      QCOMPARE(meanOrder(zero), 0.0);
      const auto one = solve(tableOf(1, [](Coalition t) { return 3.0 * t; }), {.noiseBound = 0.0, .ties = ties});
      QVERIFY(near(one.l1, 3.0, 1e-9));
    }
  }

  void names() {
    for (const auto ties : all) QCOMPARE(tieBreakFrom(toText(ties)), ties);
    QVERIFY_EXCEPTION_THROWN(tieBreakFrom("lowest"), UserError);
  }
};

QTEST_APPLESS_MAIN(TestTieBreak)
#include "tst_tie_break.moc"
