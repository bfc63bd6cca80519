// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/moebius.h"
#include "tests/core/game/games.h"
#include "tests/core/near.h"

#include <QTest>

#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace spindle;
using namespace spindle::test;

namespace {

double alternatingSign(Coalition s, Coalition t) {
  return (order(s) - order(t)) % 2 == 0 ? 1.0 : -1.0;
}

std::vector<double> naiveMoebius(std::span<const double> v) {
  std::vector<double> result(v.size(), 0.0);
  for (Coalition s = 0; s < v.size(); ++s) {
    for (Coalition t = 0; t <= s; ++t) {
      if ((t & s) == t) result[s] += alternatingSign(s, t) * v[t];
    }
  }
  return result;
}

/// AND and OR interactions of the split v = (v/2 + g + constant) + (v/2 - g - constant).
std::pair<std::vector<double>, std::vector<double>> split(const CoalitionTable& v, const CoalitionTable& g,
                                                          double constant) {
  std::vector<double> andPart, orPart;
  for (Coalition s = 0; s < v.size(); ++s) {
    andPart.push_back(0.5 * v[s] + g[s] + constant);
    orPart.push_back(0.5 * v[s] - g[s] - constant);
  }
  moebius(andPart);
  orTransform(orPart);
  return {andPart, orPart};
}

std::vector<double> copyOf(const CoalitionTable& table) {
  return {table.values().begin(), table.values().end()};
}

}  // namespace

class TestMoebius : public QObject {
  Q_OBJECT

 private slots:
  static void numberOfVariables() {
    QTest::addColumn<int>("n");
    for (int n = 0; n <= 10; ++n) QTest::addRow("n = %d", n) << n;
  }

  void moebiusAgreesWithTheDefinition_data() { numberOfVariables(); }
  void moebiusAgreesWithTheDefinition() {
    QFETCH(int, n);
    const auto v = normalTable(n, 1);
    auto fast = copyOf(v);
    moebius(fast);
    QVERIFY(allNear(fast, naiveMoebius(v.values()), 1e-11));
  }

  void zetaInvertsMoebius_data() { numberOfVariables(); }
  void zetaInvertsMoebius() {
    QFETCH(int, n);
    const auto v = normalTable(n, 2);
    auto f = copyOf(v);
    moebius(f);
    zeta(f);
    QVERIFY(allNear(f, v.values(), 1e-10));
    zeta(f);
    moebius(f);
    QVERIFY(allNear(f, v.values(), 1e-10));
  }

  void flipComplementsAndUndoesItself_data() { numberOfVariables(); }
  void flipComplementsAndUndoesItself() {
    QFETCH(int, n);
    const auto v = normalTable(n, 3);
    auto f = copyOf(v);
    flip(f);
    for (Coalition t = 0; t < v.size(); ++t) QCOMPARE(f[t], v[fullCoalition(n) & ~t]);
    flip(f);
    QVERIFY(allNear(f, v.values(), 0.0));
  }

  void orTransformAgreesWithTheDefinition_data() { numberOfVariables(); }
  void orTransformAgreesWithTheDefinition() {
    QFETCH(int, n);
    const auto v = normalTable(n, 4);
    std::vector<double> expected(v.size(), 0.0);
    for (Coalition s = 1; s < v.size(); ++s) {
      for (Coalition t = 0; t <= s; ++t) {
        if ((t & s) == t) expected[s] -= alternatingSign(s, t) * v[fullCoalition(n) & ~t];
      }
    }
    auto fast = copyOf(v);
    orTransform(fast);
    QVERIFY(allNear(fast, expected, 1e-11));
  }

  void orInverseSumsWhatACoalitionMeets_data() { numberOfVariables(); }
  void orInverseSumsWhatACoalitionMeets() {
    QFETCH(int, n);
    auto interactions = normalTable(n, 5);
    interactions[0] = 0.0;
    std::vector<double> expected(interactions.size(), 0.75);
    for (Coalition t = 0; t < interactions.size(); ++t) {
      for (Coalition s = 1; s < interactions.size(); ++s) {
        if ((s & t) != 0) expected[t] += interactions[s];
      }
    }
    auto fast = copyOf(interactions);
    orInverse(fast, 0.75);
    QVERIFY(allNear(fast, expected, 1e-10));
  }

  void orInverseInvertsOrTransform_data() { numberOfVariables(); }
  void orInverseInvertsOrTransform() {
    QFETCH(int, n);
    const auto v = normalTable(n, 6);
    auto f = copyOf(v);
    orTransform(f);
    QCOMPARE(f[0], 0.0);
    orInverse(f, v[0]);
    QVERIFY(allNear(f, v.values(), 1e-10));
  }

  // An OR interaction is, with its sign changed, an AND interaction of the game played with complements.
  void orIsAndOfTheFlippedGame() {
    const auto v = normalTable(7, 7);
    auto direct = copyOf(v);
    orTransform(direct);
    auto flipped = copyOf(v);
    flip(flipped);
    moebius(flipped);
    for (std::size_t s = 1; s < direct.size(); ++s) QVERIFY(near(direct[s], -flipped[s], 1e-12));
  }

  // Any split v = (v/2 + g) + (v/2 - g): harsanyi(L) = and(L) + (-1)^(|L|+1) sum over T containing L of or(T).
  void andAndOrTogetherGiveTheHarsanyiDividends() {
    const auto v = normalTable(7, 8), g = normalTable(7, 9);
    const auto [andPart, orPart] = split(v, g, 0.0);
    const auto harsanyi = naiveMoebius(v.values());
    for (Coalition l = 1; l < v.size(); ++l) {
      double above = 0.0;
      for (Coalition t = l; t < v.size(); ++t) above += (t & l) == l ? orPart[t] : 0.0;
      QVERIFY(near(andPart[l] + (order(l) % 2 == 1 ? above : -above), harsanyi[l], 1e-10));
    }
  }

  // One constant added to all of g changes no interaction but that of the empty set.
  void aConstantInTheSplitChangesNothing() {
    const auto v = normalTable(7, 10), g = normalTable(7, 11);
    const auto [andPart, orPart] = split(v, g, 0.0);
    const auto [shiftedAnd, shiftedOr] = split(v, g, 3.5);
    for (std::size_t s = 1; s < v.size(); ++s) {
      QVERIFY(near(andPart[s], shiftedAnd[s], 1e-10));
      QVERIFY(near(orPart[s], shiftedOr[s], 1e-10));
    }
    QVERIFY(near(shiftedAnd[0] - andPart[0], 3.5, 1e-12));
  }

  // iid noise of variance 1 on every value gives variance 2^|S| on I(S).
  void noiseGrowsAsTwoToTheOrder() {
    constexpr int n = 6;
    constexpr int draws = 4000;
    std::vector<double> squares(n + 1, 0.0);
    std::vector<double> sets(n + 1, 0.0);
    for (Coalition s = 0; s < coalitionCount(n); ++s) ++sets[order(s)];
    for (unsigned draw = 0; draw < draws; ++draw) {
      auto f = copyOf(normalTable(n, 100 + draw));
      moebius(f);
      for (Coalition s = 0; s < f.size(); ++s) squares[order(s)] += f[s] * f[s];
    }
    for (int k = 0; k <= n; ++k) QVERIFY(near(squares[k] / (sets[k] * draws) / (1 << k), 1.0, 0.1));
  }

  void sizesThatAreNoPowerOfTwoAreRefused() {
    std::vector<double> three(3, 0.0);
    QVERIFY_EXCEPTION_THROWN(moebius(three), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(zeta(three), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(flip(three), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(orTransform(three), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(orInverse(three, 0.0), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(CoalitionTable{three}, std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(CoalitionTable(21), std::invalid_argument);
  }
};

QTEST_APPLESS_MAIN(TestMoebius)
#include "tst_moebius.moc"
