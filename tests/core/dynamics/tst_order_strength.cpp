// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/order_strength.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/near.h"

#include <QtTest>

#include <algorithm>
#include <bit>
#include <stdexcept>

using namespace spindle;
using spindle::test::allNear;
using spindle::test::Dice;
using spindle::test::near;
using spindle::test::RandomSamples;

namespace {

/// The definition, order by order, sample by sample.
OrderStrength naive(const std::vector<SampleInteractions>& samples, int n, double threshold) {
  OrderStrength mean;
  mean.threshold = threshold;
  for (auto* part : {&mean.andPositive, &mean.andNegative, &mean.orPositive, &mean.orNegative}) part->assign(n, 0.0);
  for (const auto& sample : samples) mean.samples += sample.andPart.empty() ? 0 : 1;
  for (int k = 1; k <= n; ++k) {
    for (const auto& sample : samples) {
      for (unsigned s = 1; s < sample.andPart.size(); ++s) {
        if (std::popcount(s) != k) continue;
        const double a = k == 1 ? sample.andPart[s] + sample.orPart[s] : sample.andPart[s];
        const double o = k == 1 ? 0.0 : sample.orPart[s];
        const double share = 1.0 / static_cast<double>(mean.samples);
        if (a >= threshold && a > 0) mean.andPositive[k - 1] += a * share;
        if (-a >= threshold && a < 0) mean.andNegative[k - 1] += a * share;
        if (o >= threshold && o > 0) mean.orPositive[k - 1] += o * share;
        if (-o >= threshold && o < 0) mean.orNegative[k - 1] += o * share;
      }
    }
  }
  return mean;
}

}  // namespace

class TestOrderStrength : public QObject {
  Q_OBJECT

 private slots:
  void agreesWithTheDefinition_data() {
    QTest::addColumn<int>("n");
    QTest::addColumn<int>("samples");
    for (int n : {1, 2, 5, 8})
      for (int samples : {1, 7}) QTest::addRow("n=%d samples=%d", n, samples) << n << samples;
  }

  void agreesWithTheDefinition() {
    QFETCH(int, n);
    QFETCH(int, samples);
    Dice dice(17);
    const RandomSamples tables(samples, n, dice);
    const auto views = tables.views();
    double meanRange = 0.0;
    for (double range : tables.ranges) meanRange += range / samples;
    for (double factor : {0.0, 0.03, 0.2, 100.0}) {
      const OrderStrength strength = orderStrength(views, factor);
      const OrderStrength expected = naive(views, n, factor * meanRange);
      QVERIFY(near(strength.threshold, expected.threshold, 1e-12));
      QCOMPARE(strength.samples, expected.samples);
      QVERIFY(allNear(strength.andPositive, expected.andPositive, 1e-12));
      QVERIFY(allNear(strength.andNegative, expected.andNegative, 1e-12));
      QVERIFY(allNear(strength.orPositive, expected.orPositive, 1e-12));
      QVERIFY(allNear(strength.orNegative, expected.orNegative, 1e-12));
    }
  }

  void onePlantedTermShowsAtItsOrderAndSign() {
    std::vector<double> andPart(16, 0.0), orPart(16, 0.0);
    andPart[0] = 99.0;  // v(empty) counts nowhere
    andPart[0b0111] = -2.0;
    orPart[0b1010] = 3.0;
    const std::vector<SampleInteractions> samples{{andPart, orPart, 1.0}};
    const OrderStrength strength = orderStrength(samples);
    QCOMPARE(strength.variables(), 4);
    QCOMPARE(strength.negative(3), -2.0);
    QCOMPARE(strength.positive(2), 3.0);
    QCOMPARE(strength.total(1) + strength.total(4), 0.0);
    QVERIFY(near(strength.meanOrder(), (2 * 3.0 + 3 * 2.0) / 5.0, 1e-15));
  }

  void orderOneIsMergedBeforeTheThreshold() {
    const std::vector<double> andPart{0.0, 0.6, 0.9, 0.0}, orPart{0.0, 0.6, -0.9, 0.0};
    const std::vector<SampleInteractions> samples{{andPart, orPart, 1.0}};
    const OrderStrength strength = orderStrength(samples, 1.0);
    QCOMPARE(strength.andPositive[0], 1.2);
    QCOMPARE(strength.andNegative[0], 0.0);
    QCOMPARE(strength.orPositive[0], 0.0);
    QCOMPARE(strength.orNegative[0], 0.0);
  }

  void thresholdItselfIsSalientAndZeroNever() {
    const std::vector<double> andPart{0.0, 0.0, 0.0, 0.5}, orPart{0.0, 0.0, 0.0, 0.0};
    const std::vector<SampleInteractions> samples{{andPart, orPart, 1.0}};
    QCOMPARE(orderStrength(samples, 0.5).positive(2), 0.5);
    QCOMPARE(orderStrength(samples, 0.51).positive(2), 0.0);
    const SampleStrengths all(samples, 0.0);
    QCOMPARE(all.andCount(0)[0] + all.andCount(0)[1], 1u);
    QCOMPARE(all.orCount(0)[0] + all.orCount(0)[1], 0u);
  }

  void doesNotDependOnTheOrderOfSamples() {
    Dice dice(5);
    const RandomSamples tables(9, 6, dice);
    auto views = tables.views();
    const OrderStrength forwards = orderStrength(views);
    std::reverse(views.begin(), views.end());
    std::swap(views[1], views[5]);
    const OrderStrength shuffled = orderStrength(views);
    QVERIFY(allNear(forwards.andPositive, shuffled.andPositive, 1e-12));
    QVERIFY(allNear(forwards.orNegative, shuffled.orNegative, 1e-12));
    QVERIFY(near(forwards.meanOrder(), shuffled.meanOrder(), 1e-12));
  }

  void missingSamplesKeepTheirPlaceAndCountNowhere() {
    Dice dice(6);
    const RandomSamples tables(3, 4, dice);
    auto views = tables.views();
    const std::vector<SampleInteractions> two{views[0], views[2]};
    views[1] = {};
    const OrderStrength withGap = orderStrength(views), without = orderStrength(two);
    QCOMPARE(withGap.samples, std::size_t{2});
    QCOMPARE(withGap.threshold, without.threshold);
    QVERIFY(allNear(withGap.andPositive, without.andPositive, 1e-14));
    const SampleStrengths strengths(views, 0.1);
    QVERIFY(!strengths.present(1));
    QVERIFY(std::isnan(strengths.meanOrder(1)));
    QVERIFY(strengths.meanOrder(2) > 1.0);
  }

  void noSampleAndNoSalientInteractionGiveNoMeanOrder() {
    const OrderStrength none = orderStrength(std::vector<SampleInteractions>{});
    QCOMPARE(none.samples, std::size_t{0});
    QCOMPARE(none.variables(), 0);
    QVERIFY(std::isnan(none.meanOrder()));
    const std::vector<double> zeros(8, 0.0);
    const OrderStrength flat = orderStrength(std::vector<SampleInteractions>{{zeros, zeros, 0.0}});
    QCOMPARE(flat.samples, std::size_t{1});
    QCOMPARE(flat.variables(), 3);
    QCOMPARE(flat.total(1) + flat.total(2) + flat.total(3), 0.0);
    QVERIFY(std::isnan(flat.meanOrder()));
  }

  /// 0.7 + 0.7 is salient at 1 where the two are one interaction, neither is where they are two.
  void orderOneIsMergedUnlessAskedFor() {
    const std::vector<double> a{0.0, 0.7, 2.0, 3.0}, o{0.0, 0.7, -1.5, 0.5};
    const auto strengthOf = [&](OrderOne orderOne) {
      return orderStrength(SampleStrengths(std::vector<SampleInteractions>{{a, o, 2.0, orderOne}}, 1.0));
    };
    const OrderStrength merged = strengthOf(OrderOne::merged), separate = strengthOf(OrderOne::separate);
    QCOMPARE(merged.andPositive, (std::vector<double>{1.4, 3.0}));
    QCOMPARE(merged.orNegative, (std::vector<double>{0.0, 0.0}));
    QCOMPARE(separate.andPositive, (std::vector<double>{2.0, 3.0}));
    QCOMPARE(separate.orNegative, (std::vector<double>{-1.5, 0.0}));
    const Salience largest{ThresholdRule::largest, 1.0, OrderOne::separate};
    const std::vector<double> b{0.0, 4.0, 0.0, 0.0}, c{0.0, 4.0, 0.0, 0.0};
    QCOMPARE(salienceThreshold(std::vector<SampleInteractions>{{b, c, 1.0}}, largest), 8.0);
    QCOMPARE(salienceThreshold(std::vector<SampleInteractions>{{b, c, 1.0, OrderOne::separate}}, largest), 4.0);
    QVERIFY(toText(largest).ends_with("order 1 not merged"));
    for (const auto orderOne : {OrderOne::merged, OrderOne::separate})
      QCOMPARE(orderOneFrom(toText(orderOne)), orderOne);
  }

  void someOfTheSamplesCanBeAveraged() {
    const std::vector<double> a{0.0, 4.0}, b{0.0, -2.0}, zero{0.0, 0.0};
    const SampleStrengths all(std::vector<SampleInteractions>{{a, zero, 1.0}, {}, {b, zero, 1.0}, {a, zero, 1.0}}, 0.5);
    const OrderStrength some = orderStrength(all.only(std::vector<std::uint8_t>{1, 1, 1, 0}));
    QCOMPARE(some.samples, std::size_t{2});
    QCOMPARE(some.andPositive, std::vector<double>{2.0});
    QCOMPARE(some.andNegative, std::vector<double>{-1.0});
    QCOMPARE(orderStrength(all.only(std::vector<std::uint8_t>{0, 1, 0, 0})).samples, std::size_t{0});
    QVERIFY_EXCEPTION_THROWN(all.only(std::vector<std::uint8_t>{1}), std::invalid_argument);
  }

  void thresholdRules() {
    const std::vector<double> a{50.0, 0.5, 0.0, -3.0}, o{0.0, 4.5, 0.0, 1.0}, zeros(4, 0.0);
    const std::vector<SampleInteractions> samples{{a, o, 2.0}, {}, {zeros, zeros, 6.0}};
    QCOMPARE(salienceThreshold(samples, {ThresholdRule::meanRange, 0.5}), 2.0);
    QCOMPARE(salienceThreshold(samples, {ThresholdRule::modelMeanRange, 0.5}), 2.0);
    QCOMPARE(salienceThreshold(samples, {ThresholdRule::largest, 0.5}), 2.5);  // 5 = merged order 1, not v(empty)
    QCOMPARE(salienceThreshold({}, {}), 0.0);
    for (ThresholdRule rule : {ThresholdRule::meanRange, ThresholdRule::largest, ThresholdRule::modelMeanRange}) {
      QCOMPARE(thresholdRuleFrom(toText(rule)), rule);
    }
    QCOMPARE(toText(Salience{}), std::string("T1: 0.03 x mean |v(N) - v(empty)|"));
  }

  void unusableTablesAreRefused_data() {
    QTest::addColumn<QVector<double>>("andPart");
    QTest::addColumn<QVector<double>>("orPart");
    QTest::addColumn<double>("range");
    QTest::addRow("NaN interaction") << QVector<double>{0, 1, qQNaN(), 1} << QVector<double>{0, 0, 0, 0} << 1.0;
    QTest::addRow("infinite interaction") << QVector<double>{0, 1, 1, 1} << QVector<double>{0, 0, 0, qInf()} << 1.0;
    QTest::addRow("three entries") << QVector<double>{0, 1, 1} << QVector<double>{0, 0, 0} << 1.0;
    QTest::addRow("sizes differ") << QVector<double>{0, 1, 1, 1} << QVector<double>{0, 0} << 1.0;
    QTest::addRow("NaN range") << QVector<double>{0, 1, 1, 1} << QVector<double>{0, 0, 0, 0} << qQNaN();
    QTest::addRow("negative range") << QVector<double>{0, 1, 1, 1} << QVector<double>{0, 0, 0, 0} << -1.0;
  }

  void unusableTablesAreRefused() {
    QFETCH(QVector<double>, andPart);
    QFETCH(QVector<double>, orPart);
    QFETCH(double, range);
    const std::vector<SampleInteractions> samples{{andPart, orPart, range}};
    QVERIFY_EXCEPTION_THROWN(orderStrength(samples), std::invalid_argument);
  }
};

QTEST_APPLESS_MAIN(TestOrderStrength)
#include "tst_order_strength.moc"
