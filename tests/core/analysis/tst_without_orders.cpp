// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/without_orders/truncated_scores.h"
#include "core/game/coalition.h"
#include "core/game/moebius.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/near.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace spindle;
using spindle::test::Dice;
using spindle::test::near;

class WithoutOrdersTest : public QObject {
  Q_OBJECT

 private slots:
  void allOrdersGiveTheWholeScore();
  void ordersComeInOneByOne();
  void lossIsThatOfTheLogistic();
  void gapIsTestMinusTrain();
  void resamplesAreThoseOfThePhases();
};

void WithoutOrdersTest::allOrdersGiveTheWholeScore() {
  constexpr int n = 6;
  Dice dice(4);
  const std::vector<double> v = dice.normals(coalitionCount(n));
  std::vector<double> andPart(v), orPart(v);
  for (double& value : andPart) value *= 0.5;
  for (double& value : orPart) value *= 0.5;
  moebius(andPart);
  orTransform(orPart);
  andPart[0] = v[0];
  orPart[0] = 0.0;
  const std::vector<double> scores = truncatedScores(v[0], {andPart, orPart, 0.0});
  QCOMPARE(scores.size(), std::size_t{n + 1});
  QCOMPARE(scores[0], v[0]);
  QVERIFY(near(scores[n], v.back(), 1e-12));
}

void WithoutOrdersTest::ordersComeInOneByOne() {
  const std::vector<double> andPart{9, 1, 2, 4}, orPart{9, 0, 0.5, -8};
  QCOMPARE(truncatedScores(-1.0, {andPart, orPart, 0.0}), (std::vector<double>{-1.0, 2.5, -1.5}));
}

void WithoutOrdersTest::lossIsThatOfTheLogistic() {
  const LogOddsLoss even = logOddsLoss(std::vector{0.0});
  QVERIFY(near(even.loss, std::log(2.0), 1e-15));
  QCOMPARE(even.accuracy, 0.0);  // p = 1/2 is not right
  // p = 0.8 and 0.1
  const LogOddsLoss two = logOddsLoss(std::vector{std::log(4.0), std::log(1.0 / 9.0)});
  QVERIFY(near(two.loss, -0.5 * (std::log(0.8) + std::log(0.1)), 1e-14));
  QCOMPARE(two.accuracy, 0.5);
  const LogOddsLoss far = logOddsLoss(std::vector{-2000.0, 2000.0});
  QCOMPARE(far.loss, 1000.0);  // no overflow
  QVERIFY(std::isnan(logOddsLoss({}).loss));
}

void WithoutOrdersTest::gapIsTestMinusTrain() {
  const std::vector<double> train{4, 5, 6, 4.5}, test{0, 1, -1, 0.5};
  const LossGap gap = lossGapOf(train, test), again = lossGapOf(train, test);
  QVERIFY(near(gap.gap, logOddsLoss(test).loss - logOddsLoss(train).loss, 1e-15));
  QVERIFY(0.0 < gap.interval.low && gap.interval.low < gap.gap && gap.gap < gap.interval.high);
  QCOMPARE(again.interval.low, gap.interval.low);
  QVERIFY(std::isnan(lossGapOf(train, {}).gap));
  QVERIFY(std::isnan(lossGapOf(train, std::vector{1.0}).interval.low));
}

void WithoutOrdersTest::resamplesAreThoseOfThePhases() {
  // splitmix64 of seed 5, counters 6 to 8: the third resample of three rows... made by the definition.
  const auto splitmix = [](std::uint64_t seed, std::uint64_t counter) {
    std::uint64_t z = seed + (counter + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  };
  const std::vector<std::size_t> rows = resampledRows(3, 2, 5);
  for (std::size_t j = 0; j < 3; ++j) QCOMPARE(rows[j], static_cast<std::size_t>((splitmix(5, 6 + j) >> 32) * 3 >> 32));
  const PercentileInterval interval = percentileInterval({5, 1, 3, std::nan(""), 2, 4}, 0.5);
  QCOMPARE(interval.low, 2.0);
  QCOMPARE(interval.high, 4.0);
  QVERIFY(std::isnan(percentileInterval({}, 0.9).low));
}

QTEST_APPLESS_MAIN(WithoutOrdersTest)
#include "tst_without_orders.moc"
