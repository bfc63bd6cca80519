// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/change_point.h"
#include "core/dynamics/phase_report.h"
#include "core/dynamics/phases.h"
#include "core/dynamics/v_shaped_fit.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/near.h"

#include <QtTest>

#include <limits>

using namespace spindle;

namespace {
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
using Series = QVector<double>;

double bestOnGrid(const std::vector<double>& y, const std::vector<double>& w, std::size_t vertex) {
  constexpr int steps = 25;  // dynamic program over fitted values 0, 1/25 ... 1, outward from the vertex
  const auto cost = [&](std::size_t i, int level) {
    const double off = y[i] - static_cast<double>(level) / steps;
    return w[i] * off * off;
  };
  const auto chain = [&](std::vector<std::size_t> outward) {
    std::vector<double> best(steps + 1, 0.0);  // best[l]: rest of the chain with values >= l
    for (; !outward.empty(); outward.pop_back()) {
      double least = std::numeric_limits<double>::infinity();
      for (int level = steps; level >= 0; --level) {
        least = std::min(least, best[level] + cost(outward.back(), level));
        best[level] = least;
      }
    }
    return best;
  };
  std::vector<std::size_t> left, right;
  for (std::size_t i = vertex; i-- > 0;) left.push_back(i);
  for (std::size_t i = vertex + 1; i < y.size(); ++i) right.push_back(i);
  const auto bestLeft = chain(left), bestRight = chain(right);
  double least = std::numeric_limits<double>::infinity();
  for (int level = 0; level <= steps; ++level) {
    least = std::min(least, cost(vertex, level) + bestLeft[level] + bestRight[level]);
  }
  return least;
}
}  // namespace

class TestPhases : public QObject {
  Q_OBJECT

 private slots:
  void meanOrderRule_data() {
    QTest::addColumn<Series>("meanOrder");
    QTest::addColumn<int>("start");
    QTest::addRow("sharp minimum: the tie that the filter makes is broken by the raw series")
        << Series{4, 3, 2, 1.5, 2, 3, 4} << 3;
    QTest::addRow("the LeNet of the notes")
        << Series{4.54, 3.93, 3.22, 1.97, 1.64, 1.69, 2.16, 2.94, 3.36, 4.43, 5.03} << 5;
    QTest::addRow("plateau: the last of it") << Series{4, 3, 1.5, 1.52, 1.5, 1.53, 1.54, 2, 3} << 6;
    QTest::addRow("just within the tie") << Series{4, 3, 2, 1.5, 1.549, 1.7, 2.5} << 4;
    QTest::addRow("just outside the tie") << Series{4, 3, 2, 1.5, 1.5, 1.551, 1.7, 2.5} << 4;
    QTest::addRow("a spike is filtered away") << Series{4, 3.5, 0.5, 3, 2.5, 2, 2.6, 3.2, 3.8} << 5;
    QTest::addRow("unknown ones are skipped, yet counted") << Series{unknown, 4, 3, unknown, 2, 2.4, unknown, 3} << 4;
    QTest::addRow("only rises: the first") << Series{1, 2, 3} << 0;
    QTest::addRow("only falls") << Series{4, 3, 2, 1} << -1;
    QTest::addRow("flat") << Series{2, 2, 2, 2} << -1;
    QTest::addRow("rises by too little") << Series{4, 3, 2, 2.1, 2.29} << -1;
    QTest::addRow("two checkpoints, rising") << Series{2, 3} << 0;
    QTest::addRow("one checkpoint") << Series{2} << -1;
    QTest::addRow("none") << Series{} << -1;
    QTest::addRow("all unknown") << Series{unknown, unknown} << -1;
  }

  void meanOrderRule() {
    QFETCH(Series, meanOrder);
    QFETCH(int, start);
    const PhaseResult result = meanOrderMinimum(meanOrder);
    QCOMPARE(result.checkpoint ? static_cast<int>(*result.checkpoint) : -1, start);
    QCOMPARE(result.rule, std::string("mean order minimum"));
    QVERIFY(result.explanation.ends_with('.'));
    QVERIFY(result.explanation.starts_with(start < 0 ? "No start" : "The mean order"));
  }

  void explanationHoldsTheNumbers() {
    QCOMPARE(
        meanOrderMinimum(Series{4, 3, 2, 1.5, 2, 3, 4.25}).explanation,
        std::string("The mean order goes from 4.00 at the first checkpoint to its minimum of 2.00 at checkpoint 4 of "
                    "7, then rises by 2.25 to 4.25 at the last (3-point medians)."));
    QCOMPARE(lossGap(Series{2, 1, 1, 0.5}, Series{2, 1, 1.5, 1.5}).explanation,
             std::string("The gap between test and train loss is last within 5 % of its range at checkpoint 2 of 4 "
                         "(0.000; smallest 0.000) and grows to 1.000."));
  }

  void lossGapRule_data() {
    QTest::addColumn<Series>("gap");
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("low");
    QTest::addColumn<int>("high");
    QTest::addRow("opens after the fourth") << Series{0, 0, 0, 0, 0.5, 1} << 3 << 3 << 3;
    QTest::addRow("dips below zero first") << Series{0, -0.1, -0.2, -0.2, 0.3, 0.8} << 3 << 3 << 3;
    QTest::addRow("creeps: the constant matters") << Series{0, 0.01, 0.03, 0.04, 0.09, 0.5, 1} << 3 << 1 << 4;
    QTest::addRow("unknown ones are skipped, yet counted")
        << Series{unknown, 0, 0, unknown, 0.6, unknown, 1} << 2 << 2 << 2;
    QTest::addRow("never opens") << Series{0, 0.01, 0, 0.02, 0.01} << -1 << 0 << 0;
    QTest::addRow("opens and closes again") << Series{0, 0.5, 1, 0.5, 0} << -1 << 0 << 0;
    QTest::addRow("one loss") << Series{unknown, 0.5, unknown} << -1 << 0 << 0;
    QTest::addRow("none") << Series{} << -1 << 0 << 0;
  }

  void lossGapRule() {
    QFETCH(Series, gap);
    QFETCH(int, start);
    QFETCH(int, low);
    QFETCH(int, high);
    Series train(gap.size(), 1.5), test = gap;
    for (double& loss : test) loss += 1.5;
    const PhaseResult result = lossGap(train, test);
    QCOMPARE(result.checkpoint ? static_cast<int>(*result.checkpoint) : -1, start);
    QCOMPARE(result.interval.has_value(), start >= 0);
    if (start < 0) return;
    QCOMPARE(result.interval->kind, IntervalKind::sensitivity);
    QCOMPARE(static_cast<int>(result.interval->low), low);
    QCOMPARE(static_cast<int>(result.interval->high), high);
  }

  void changePointRule_data() {
    QTest::addColumn<Series>("low");  // share of order 1 against order 5
    QTest::addColumn<int>("start");
    QTest::addRow("sharp") << Series{0.1, 0.4, 0.7, 0.9, 0.6, 0.5, 0.3} << 3;
    QTest::addRow("plateau: the last of it") << Series{0.1, 0.4, 0.9, 0.9, 0.9, 0.6, 0.3} << 4;
    QTest::addRow("wobbling plateau") << Series{0.1, 0.4, 0.9, 0.895, 0.9, 0.895, 0.6, 0.3} << 5;
    QTest::addRow("falls only") << Series{0.1, 0.4, 0.7, 0.9} << -1;
    QTest::addRow("rises only") << Series{0.9, 0.7, 0.4, 0.1} << -1;
    QTest::addRow("flat") << Series{0.5, 0.5, 0.5, 0.5} << -1;
    QTest::addRow("too little") << Series{0.5, 0.52, 0.55, 0.52, 0.5} << -1;
    QTest::addRow("the wrong way round") << Series{0.9, 0.5, 0.1, 0.5, 0.9} << -1;
    QTest::addRow("three checkpoints") << Series{0.1, 0.9, 0.2} << 1;
    QTest::addRow("two checkpoints") << Series{0.1, 0.9} << -1;
    QTest::addRow("one checkpoint") << Series{0.1} << -1;
    QTest::addRow("none") << Series{} << -1;
    QTest::addRow("failed ones are skipped, yet counted") << Series{0.1, unknown, 0.9, unknown, unknown, 0.2} << 2;
  }

  void changePointRule() {
    QFETCH(Series, low);
    QFETCH(int, start);
    std::vector<OrderStrength> series(low.size());
    for (qsizetype t = 0; t < low.size(); ++t) {
      if (std::isnan(low[t])) continue;
      series[t] = {{low[t], 0, 0, 0, 0}, {0, 0, 0, 0, low[t] - 1}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, 0.1, 4};
    }
    const PhaseResult result = ChangePointFit(OrderSeries(series)).result({});
    QCOMPARE(result.checkpoint ? static_cast<int>(*result.checkpoint) : -1, start);
    QVERIFY(result.explanation.starts_with(start < 0 ? "No start" : "The shares"));
  }

  void vShapedFitIsTheBestOfAllVShapes() {
    // Against brute force: a V-shaped fit on values from a fine grid cannot be better, and the best comes close.
    spindle::test::Dice dice(12);
    for (int round = 0; round < 20; ++round) {
      const std::vector<double> y{dice.uniform(), dice.uniform(), dice.uniform(), dice.uniform(), dice.uniform()};
      const std::vector<double> w{1, 2, 1, 3, 1};
      const VShapedFit fit(y, w);
      for (std::size_t vertex = 0; vertex < y.size(); ++vertex) {
        const std::vector<double> fitted = fit.fitted(vertex);
        double residual = 0.0;
        for (std::size_t i = 0; i < y.size(); ++i) residual += w[i] * (y[i] - fitted[i]) * (y[i] - fitted[i]);
        QVERIFY(spindle::test::near(fit.residual(vertex), residual, 1e-13));
        for (std::size_t i = 0; i + 1 < y.size(); ++i) {
          QVERIFY(i < vertex ? fitted[i] >= fitted[i + 1] : fitted[i] <= fitted[i + 1]);
        }
        QVERIFY(spindle::test::near(residual, bestOnGrid(y, w, vertex), 0.02));
        QVERIFY(residual <= bestOnGrid(y, w, vertex) + 1e-13);
      }
    }
  }

  void intervalHoldsAShareClosestToTheLevel() {
    using Starts = std::vector<std::optional<std::size_t>>;
    Starts starts(100, 5);
    for (std::size_t i = 0; i < 8; ++i) starts[i] = 9;
    QVERIFY((bootstrapInterval(starts, 5, 0.9) == PhaseInterval{5, 5, IntervalKind::bootstrap, 0.9, 1.0}));
    QVERIFY((bootstrapInterval(starts, 5, 0.95) == PhaseInterval{5, 5, IntervalKind::bootstrap, 0.95, 1.0}));
    QVERIFY((bootstrapInterval(starts, 5, 0.97) == PhaseInterval{5, 9, IntervalKind::bootstrap, 0.97, 1.0}));
    QVERIFY((bootstrapInterval(starts, 4, 0.9) == PhaseInterval{4, 5, IntervalKind::bootstrap, 0.9, 1.0}));
    for (std::size_t i = 50; i < 100; ++i) starts[i] = std::nullopt;
    QVERIFY((bootstrapInterval(starts, 5, 0.8) == PhaseInterval{5, 5, IntervalKind::bootstrap, 0.8, 0.5}));
    QVERIFY(!bootstrapInterval(Starts(3), 5, 0.9));
  }

  void agreementOfTheRules() {
    PhaseReport report;
    report.meanOrder.rule = "mean order minimum";
    report.lossGap.rule = "loss gap";
    report.changePoint.rule = "change point";
    QVERIFY(!report.spread() && !report.agree());
    QCOMPARE(report.agreement(), std::string("No rule finds a start of phase two."));
    report.meanOrder.checkpoint = 7;
    QVERIFY(!report.spread() && !report.agree());
    report.lossGap.checkpoint = 8;
    QCOMPARE(*report.spread(), std::size_t{1});
    QVERIFY(report.agree());
    QCOMPARE(report.agreement(),
             std::string("2 of three rules find a start of phase two: mean order minimum (checkpoint 8), loss gap "
                         "(checkpoint 9); they agree within one checkpoint."));
    report.changePoint.checkpoint = 10;
    QCOMPARE(*report.spread(), std::size_t{3});
    QVERIFY(!report.agree());
  }

  void strengthsOfFailedCheckpointsAreSkipped() {
    std::vector<OrderStrength> series(5);
    const double shares[] = {0.2, 0.8, 0.0, 0.9, 0.1};  // of order 1 against order 4; the third failed
    for (std::size_t t : {0u, 1u, 3u, 4u}) {
      series[t].andPositive = {shares[t], 0, 0, 1 - shares[t]};
      series[t].andNegative = series[t].orPositive = series[t].orNegative = {0, 0, 0, 0};
      series[t].samples = 1;
    }
    const PhaseResult result = phaseTwoStart(series);
    QVERIFY(result.checkpoint.has_value());
    QCOMPARE(*result.checkpoint, std::size_t{3});
  }
};

QTEST_APPLESS_MAIN(TestPhases)
#include "tst_phases.moc"
