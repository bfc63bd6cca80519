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

#include <algorithm>
#include <array>
#include <cmath>

using namespace spindle;
using namespace spindle::test;

namespace {

constexpr std::array all{TieBreak::none, TieBreak::low, TieBreak::high};

Decomposition solve(const CoalitionTable& table, const DecompositionOptions& options) {
  return decompose(std::span(&table, 1), options).front();
}

QJsonArray goldenCases(const char* name) {
  QFile in(QString(SPINDLE_GOLDEN_DIR "/game/") + name);
  return in.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(in.readAll()).array() : QJsonArray();
}

CoalitionTable tableFrom(const QJsonArray& array) {
  std::vector<double> values;
  for (const auto& value : array) values.push_back(value.toDouble());
  return CoalitionTable(std::move(values));
}

std::size_t zeros(const Decomposition& d) {
  std::size_t count = 0;
  for (const auto* part : {&d.andPart, &d.orPart}) count += std::ranges::count(part->values().subspan(1), 0.0);
  return count;
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
    const auto cases = goldenCases("ties.json");
    QCOMPARE(cases.size(), 15);
    for (const auto& entry : cases) QTest::newRow(qPrintable(entry.toObject()["name"].toString())) << entry.toObject();
  }
  void agreesWithTheLinearProgram() {
    QFETCH(QJsonObject, object);
    const auto table = tableFrom(object["values"].toArray());
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

  // Low's mean order is at most that of none, and that at most high's.
  void orderOfTheThree_data() {
    QTest::addColumn<std::vector<double>>("values");
    const auto add = [](const char* kind, int i, const CoalitionTable& table) {
      QTest::addRow("%s table %d", kind, i) << std::vector<double>(table.values().begin(), table.values().end());
    };
    for (int seed = 0; seed < 200; ++seed) add("random", seed, normalTable(5 + seed % 3, 1000 + seed));
    const auto trained = goldenCases("trained_tables.json");
    QCOMPARE(trained.size(), 200);
    for (int i = 0; i < 200; ++i) add("trained", i, tableFrom(trained[i].toArray()));
  }
  void orderOfTheThree() {
    QFETCH(std::vector<double>, values);
    const CoalitionTable table(std::move(values));
    std::array<double, 3> orders{};
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto d = solve(table, {.gap = 1e-3, .ties = all[i]});
      QVERIFY(d.gap() <= 1e-3);
      orders[i] = meanOrder(d);
    }
    QVERIFY2(orders[1] <= orders[0] + 1e-3, qPrintable(QString::number(orders[1] - orders[0])));
    QVERIFY2(orders[0] <= orders[2] + 1e-3, qPrintable(QString::number(orders[0] - orders[2])));
  }

  void closedFormsKeepTheirValue_data() {
    QTest::addColumn<int>("n");
    QTest::addColumn<int>("form");
    QTest::addColumn<double>("value");
    QTest::newRow("AND of 3") << 3 << 0 << 1.0;
    QTest::newRow("OR of 3") << 3 << 1 << 1.0;
    QTest::newRow("AND of 6") << 6 << 0 << 1.0;
    QTest::newRow("OR of 6") << 6 << 1 << 1.0;
    QTest::newRow("linear") << 5 << 2 << 15.0;
    QTest::newRow("XOR of 2") << 2 << 3 << 2.0;
    QTest::newRow("parity of 3") << 3 << 3 << 7.0;
    QTest::newRow("parity of 4") << 4 << 3 << 16.0;
    QTest::newRow("majority of 3") << 3 << 4 << 5.0;
    QTest::newRow("majority of 5") << 5 << 4 << 21.0;
    QTest::newRow("multiplexer") << 3 << 5 << 3.0;
    QTest::newRow("3 AND + 2 OR") << 5 << 6 << 5.0;
  }
  void closedFormsKeepTheirValue() {
    QFETCH(int, n);
    QFETCH(int, form);
    QFETCH(double, value);
    const auto score = [&](Coalition t) -> double {
      switch (form) {
        case 0:
          return andOf(t, fullCoalition(n));
        case 1:
          return orOf(t, fullCoalition(n));
        case 2:
          return (t & 1U) - 2.0 * (t >> 1 & 1U) + 3.0 * (t >> 2 & 1U) - 4.0 * (t >> 3 & 1U) + 5.0 * (t >> 4 & 1U);
        case 3:
          return order(t) % 2;
        case 4:
          return 2 * order(t) > n ? 1.0 : 0.0;
        case 5:
          return (t & 1U) != 0 ? t >> 1 & 1U : t >> 2 & 1U;
        default:
          return 3 * andOf(t, 7) + 2 * orOf(t, 24);
      }
    };
    for (const auto ties : all) {
      const auto d = solve(tableOf(n, score), {.noiseBound = 0.0, .gap = 1e-5, .ties = ties});
      QVERIFY2(near(d.l1, value, 2e-5 * value), qPrintable(QString::number(d.l1)));
      QVERIFY(d.lowerBound <= value * (1 + 1e-14));
      QVERIFY(d.gap() <= 1e-5);
    }
  }

  // The optimum is unique: all but its two interactions are exactly zero.
  void zerosAreExact() {
    for (const int n : {5, 7}) {
      const auto game = tableOf(n, [](Coalition t) { return 3 * andOf(t, 7) + 2 * orOf(t, 24); });
      for (const auto ties : all) {
        const auto d = solve(game, {.noiseBound = 0.0, .gap = 1e-6, .ties = ties});
        const QString told = QString("%1 zeros, %2").arg(zeros(d)).arg(toText(ties).c_str());
        QVERIFY2(zeros(d) == 2 * (game.size() - 1) - 2, qPrintable(told));
        QVERIFY(near(d.andPart[7], 3.0, 1e-4) && near(d.orPart[24], 2.0, 1e-4));
      }
    }
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
