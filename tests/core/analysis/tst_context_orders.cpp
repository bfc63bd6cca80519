// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/context_orders/binomials.h"
#include "core/analysis/context_orders/context_orders.h"
#include "core/analysis/context_orders/context_pass.h"
#include "core/analysis/context_orders/context_strength.h"
#include "core/analysis/context_orders/near_pairs.h"
#include "core/game/moebius.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/near.h"

#include <QtTest>

#include <bit>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>
#include <stdexcept>

using namespace spindle;
using spindle::test::allNear;
using spindle::test::Dice;
using spindle::test::near;

namespace {

std::vector<double> game(int n, const std::function<double(Coalition)>& v) {
  std::vector<double> scores(coalitionCount(n));
  for (Coalition t = 0; t < scores.size(); ++t) scores[t] = v(t);
  return scores;
}

std::vector<double> ordersOf(const ContextOrders& orders, std::size_t pair) {
  return {orders.of(pair).begin(), orders.of(pair).end()};
}

std::vector<double> dividendsOf(std::vector<double> v) {
  moebius(v);
  return v;
}

double largest(const std::vector<double>& values) {
  double most = 0.0;
  for (const double value : values) most = std::max(most, std::abs(value));
  return most;
}

std::vector<std::size_t> everyPair(int n) {
  std::vector<std::size_t> pairs(static_cast<std::size_t>(n * (n - 1) / 2));
  std::iota(pairs.begin(), pairs.end(), std::size_t{0});
  return pairs;
}

}  // namespace

class ContextOrdersTest : public QObject {
  Q_OBJECT

 private slots:
  void pairsAreNumberedInOrder();
  void closedFormGames();
  void parityCancelsInItsDividends();
  void threeRoutesAgree();
  void efficiencyIdentity();
  void meanOverOrdersIsTheShapleyInteraction();
  void relativeStrengthIgnoresScaleAndAdditiveGames();
  void independentScoresAreTheShapeWithoutStructure();
  void bandHoldsTheEstimateAndIsTheSameAgain();
  void nearPairsOfAGrid();
  void pairMatrixAveragesOverSamples();
  void badTablesAreRefused();
};

void ContextOrdersTest::pairsAreNumberedInOrder() {
  for (const int n : {2, 3, 7}) {
    const std::vector<Coalition> pairs = pairCoalitions(n);
    QCOMPARE(pairs.size(), ContextOrders(n).pairs());
    for (std::size_t p = 0; p < pairs.size(); ++p)
      QCOMPARE(pairNumber(std::countr_zero(pairs[p]), static_cast<int>(std::bit_width(pairs[p])) - 1, n), p);
  }
}

void ContextOrdersTest::closedFormGames() {
  constexpr int n = 8;
  const Coalition three = 0b111, five = 0b11111;
  const std::vector<double> andGame = game(n, [&](Coalition t) { return (t & three) == three ? 1.0 : 0.0; });
  const std::vector<double> orGame = game(n, [&](Coalition t) { return (t & five) != 0 ? 1.0 : 0.0; });
  const std::vector<double> rises{0, 1.0 / 6, 1.0 / 3, 0.5, 2.0 / 3, 5.0 / 6, 1}, falls{-1, -0.5, -0.2, -0.05, 0, 0, 0};
  std::vector<double> andTable(coalitionCount(n), 0.0), orTable(coalitionCount(n), 0.0);
  andTable[three] = 1.0;
  orTable[five] = 1.0;
  QVERIFY(allNear(ordersOf(contextOrdersOfScores(andGame), 0), rises, 1e-15));
  QVERIFY(allNear(ordersOf(contextOrdersOfAnd(andTable), 0), rises, 1e-15));
  QVERIFY(allNear(ordersOf(contextOrdersOfScores(orGame), 0), falls, 1e-15));
  QVERIFY(allNear(ordersOf(contextOrdersOfOr(orTable), 0), falls, 1e-15));
  // A pair outside the coalition has nothing.
  QVERIFY(largest(ordersOf(contextOrdersOfScores(andGame), pairNumber(2, 3, n))) == 0.0);

  const std::vector<double> additive = game(n, [](Coalition t) { return 3.0 + 0.5 * order(t) + (t & 1 ? 2.0 : 0.0); });
  const ContextOrders nothing = contextOrdersOfScores(additive);
  for (std::size_t p = 0; p < nothing.pairs(); ++p) QVERIFY(largest(ordersOf(nothing, p)) < 1e-15);

  Dice dice(3);
  const std::vector<double> q = dice.normals(ContextOrders(n).pairs());
  const std::vector<Coalition> pairs = pairCoalitions(n);
  const ContextOrders sums = contextOrdersOfScores(game(n, [&](Coalition t) {
    double v = 0.0;
    for (std::size_t p = 0; p < pairs.size(); ++p) v += (t & pairs[p]) == pairs[p] ? q[p] : 0.0;
    return v;
  }));
  for (std::size_t p = 0; p < pairs.size(); ++p)
    QVERIFY(allNear(ordersOf(sums, p), std::vector<double>(n - 1, q[p]), 1e-13));
  QVERIFY(allNear(relativeStrength(contextStrength(sums, everyPair(n))), std::vector<double>(n - 1, 1.0), 1e-13));
}

void ContextOrdersTest::parityCancelsInItsDividends() {
  constexpr int n = 8;
  const std::vector<double> parity = game(n, [](Coalition t) { return order(t) % 2 == 0 ? 1.0 : -1.0; });
  const std::vector<double> dividends = dividendsOf(parity);
  QCOMPARE(dividends.back(), 256.0);
  for (const ContextOrders& orders : {contextOrdersOfScores(parity), contextOrdersOfAnd(dividends)}) {
    for (std::size_t p = 0; p < orders.pairs(); ++p) {
      for (std::size_t m = 0; m < orders.orders(); ++m) QVERIFY(near(orders.of(p)[m], m % 2 == 0 ? 4.0 : -4.0, 1e-10));
    }
    QVERIFY(allNear(relativeStrength(contextStrength(orders, everyPair(n))), std::vector<double>(n - 1, 1.0), 1e-10));
  }
}

void ContextOrdersTest::threeRoutesAgree() {
  Dice dice(11);
  for (int n = 2; n <= 12; ++n) {
    const std::vector<double> v = dice.normals(coalitionCount(n));
    // (c): any division of v into an AND and an OR part that adds up to v.
    std::vector<double> andPart = dice.normals(coalitionCount(n)), orPart(v);
    for (std::size_t t = 0; t < v.size(); ++t) orPart[t] -= andPart[t];
    moebius(andPart);
    orTransform(orPart);
    const ContextOrders a = contextOrdersOfScores(v), b = contextOrdersOfAnd(dividendsOf(v)),
                        c = contextOrdersOfAnd(andPart), d = contextOrdersOfOr(orPart);
    const double tolerance = 1e-10 * largest(v);
    for (std::size_t p = 0; p < a.pairs(); ++p) {
      for (std::size_t m = 0; m < a.orders(); ++m) {
        QVERIFY2(near(a.of(p)[m], b.of(p)[m], tolerance), qPrintable(QString::number(n)));
        QVERIFY2(near(a.of(p)[m], c.of(p)[m] + d.of(p)[m], tolerance), qPrintable(QString::number(n)));
      }
    }
  }
}

void ContextOrdersTest::efficiencyIdentity() {
  Dice dice(5);
  for (int n = 2; n <= 10; ++n) {
    const std::vector<double> v = dice.normals(coalitionCount(n));
    const ContextOrders orders = contextOrdersOfScores(v);
    double sum = v[0];
    for (int i = 0; i < n; ++i) sum += v[std::size_t{1} << i] - v[0];
    for (std::size_t p = 0; p < orders.pairs(); ++p) {
      for (int m = 0; m + 2 <= n; ++m)  // ordered pairs: twice
        sum += 2.0 * (n - 1 - m) / (n * (n - 1.0)) * orders.of(p)[static_cast<std::size_t>(m)];
    }
    QVERIFY2(near(sum, v.back(), 1e-12), qPrintable(QString::number(n)));
  }
}

void ContextOrdersTest::meanOverOrdersIsTheShapleyInteraction() {
  constexpr int n = 6;
  Dice dice(8);
  const std::vector<double> v = dice.normals(coalitionCount(n)), dividends = dividendsOf(v);
  const ContextOrders orders = contextOrdersOfScores(v);
  const std::vector<Coalition> pairs = pairCoalitions(n);
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    double shapley = 0.0;
    for (Coalition t = 0; t < dividends.size(); ++t)
      shapley += (t & pairs[p]) == pairs[p] ? dividends[t] / (order(t) - 1) : 0.0;
    const std::vector<double> list = ordersOf(orders, p);
    QVERIFY(near(std::accumulate(list.begin(), list.end(), 0.0) / (n - 1), shapley, 1e-12));
  }
}

void ContextOrdersTest::relativeStrengthIgnoresScaleAndAdditiveGames() {
  constexpr int n = 7;
  Dice dice(21);
  const std::vector<double> v = dice.normals(coalitionCount(n)), effects = dice.normals(n);
  std::vector<double> other(v.size());
  for (Coalition t = 0; t < v.size(); ++t) {
    other[t] = -3.5 * v[t] + 2.0;
    for (int i = 0; i < n; ++i) other[t] += t >> i & 1 ? effects[static_cast<std::size_t>(i)] : 0.0;
  }
  const auto relative = [](const std::vector<double>& scores) {
    return relativeStrength(contextStrength(contextOrdersOfScores(scores), everyPair(n)));
  };
  const std::vector<double> j = relative(v);
  QVERIFY(allNear(relative(other), j, 1e-12));
  QVERIFY(near(std::accumulate(j.begin(), j.end(), 0.0), n - 1.0, 1e-12));
  QVERIFY(std::isnan(relativeStrength(std::vector<double>(3, 0.0)).front()));
}

void ContextOrdersTest::independentScoresAreTheShapeWithoutStructure() {
  constexpr int n = 8, tables = 2000;
  Dice dice(1);
  std::vector<double> strength(n - 1, 0.0);
  for (int i = 0; i < tables; ++i) {
    const std::vector<double> one =
        contextStrength(contextOrdersOfScores(dice.normals(coalitionCount(n))), everyPair(n));
    for (std::size_t m = 0; m < one.size(); ++m) strength[m] += one[m] / tables;
  }
  for (int m = 0; m <= n - 2; ++m) {
    const double expected = std::sqrt(2.0 / std::numbers::pi) * 2.0 / std::sqrt(binomial(n - 2, m));
    QVERIFY2(near(strength[static_cast<std::size_t>(m)], expected, 0.03 * expected), qPrintable(QString::number(m)));
  }
  const std::vector<double> u = unstructuredRelativeStrength(n), j = relativeStrength(strength);
  for (std::size_t m = 0; m < u.size(); ++m) QVERIFY(near(j[m], u[m], 0.03 * u[m]));
}

void ContextOrdersTest::bandHoldsTheEstimateAndIsTheSameAgain() {
  Dice dice(2);
  std::vector<std::vector<double>> samples;
  for (int i = 0; i < 12; ++i)
    samples.push_back(contextStrength(contextOrdersOfScores(dice.normals(coalitionCount(6))), everyPair(6)));
  const ContextCurve curve = contextCurve(samples), again = contextCurve(samples);
  QCOMPARE(curve.samples, std::size_t{12});
  QVERIFY(curve.low == again.low && curve.high == again.high);
  for (std::size_t m = 0; m < curve.relative.size(); ++m) {
    QVERIFY(curve.low[m] <= curve.relative[m] && curve.relative[m] <= curve.high[m]);
    QVERIFY(curve.low[m] < curve.high[m]);
  }
  samples.resize(1);
  samples.emplace_back();  // a sample without pairs counts nowhere
  const ContextCurve one = contextCurve(samples);
  QCOMPARE(one.samples, std::size_t{1});
  QVERIFY(std::isnan(one.low.front()));
  QVERIFY(contextCurve({}).strength.empty());
}

void ContextOrdersTest::nearPairsOfAGrid() {
  // Patches of 4 x 4 at columns 0, 1, 2, 4 of one row and one three rows below.
  const std::vector<VariablePlace> places{{0, 0, 4, 4}, {0, 4, 4, 4}, {0, 8, 4, 4}, {0, 16, 4, 4}, {12, 0, 4, 4}};
  const std::vector<std::size_t> near = nearPairs(places);
  QCOMPARE(near, (std::vector<std::size_t>{pairNumber(0, 1, 5), pairNumber(0, 2, 5), pairNumber(1, 2, 5),
                                           pairNumber(2, 3, 5)}));
  QCOMPARE(nearPairs(places, 5.0).size(), std::size_t{10});

  ResultsHeader header;
  header.variables = 2;
  header.sampleVariables = {R"([{"pixels":[[0,0,4,4]]},{"pixels":[[0,4,4,2],[4,4,4,4]]}])",
                            R"([{"positions":[0]},{"positions":[1]}])", R"([{"pixels":[[0,0,4,4]]},{"pixels":[]}])"};
  const auto stored = storedVariablePlaces(header, 0);
  QVERIFY(stored.has_value());
  QCOMPARE(stored->at(1).height, 8.0);
  QCOMPARE(stored->at(1).width, 4.0);
  QVERIFY(!storedVariablePlaces(header, 1).has_value());  // words are numbered: no distance
  QVERIFY(!storedVariablePlaces(header, 2).has_value());  // one has no place
  header.sampleIndex = {0, 1, 2};
  QVERIFY(!chosenPairs(header, true).has_value());
  QCOMPARE(chosenPairs(header, false)->at(1).size(), std::size_t{1});
}

void ContextOrdersTest::pairMatrixAveragesOverSamples() {
  std::vector<ContextOrders> samples{ContextOrders(3), ContextOrders(), ContextOrders(3)};
  samples[0].of(pairNumber(0, 2, 3))[1] = 1.0;
  samples[2].of(pairNumber(0, 2, 3))[1] = -4.0;
  const std::vector<double> mean = pairMatrix(samples, 1, std::nullopt);
  QCOMPARE(mean[2], -1.5);
  QCOMPARE(mean[6], -1.5);
  QVERIFY(std::isnan(mean[0]));
  QCOMPARE(pairMatrix(samples, 1, 2)[2], -4.0);
  QVERIFY(pairMatrix(samples, 1, 1).empty());
}

void ContextOrdersTest::badTablesAreRefused() {
  const std::vector<double> three(3), one(1);
  QVERIFY_EXCEPTION_THROWN(contextOrdersOfScores(three), std::invalid_argument);
  QVERIFY_EXCEPTION_THROWN(contextOrdersOfAnd(one), std::invalid_argument);
  QVERIFY_EXCEPTION_THROWN(contextOrdersOfOr(three), std::invalid_argument);
  QCOMPARE(contextOrdersOfScores(std::vector<double>(2)).orders(), std::size_t{0});
}

QTEST_APPLESS_MAIN(ContextOrdersTest)
#include "tst_context_orders.moc"
