// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/phase_report.h"
#include "tests/core/dynamics/synthetic_run.h"

#include <QtTest>

#include <array>
#include <cstdlib>

using namespace spindle;
using spindle::test::Dice;
using spindle::test::SyntheticRun;

namespace {

/// How often a rule was right.
struct Score {
  int runs = 0, found = 0, withinOne = 0, covered = 0;
  double bias = 0.0;

  void add(const PhaseResult& result, std::size_t start) {
    ++runs;
    if (!result.checkpoint) return;
    ++found;
    const int off = static_cast<int>(*result.checkpoint) - static_cast<int>(start);
    bias += off;
    withinOne += std::abs(off) <= 1;
    covered += result.interval && result.interval->low <= start && start <= result.interval->high;
  }

  [[nodiscard]] double share(int count) const { return static_cast<double>(count) / runs; }
};

constexpr std::array<double, 3> noiseLevels{0.3, 0.7, 1.1};

}  // namespace

/// The rules on 200 made-up runs whose start is known (synthetic_run.h); the shares are what is promised of the rules.
class TestPhaseSeries : public QObject {
  Q_OBJECT

 private slots:
  void withinOneCheckpointAtTheLowestNoise() {
    Score meanOrder, changePoints;
    Dice dice(2024);
    PhaseOptions options;
    options.resamples = 0;
    for (int i = 0; i < 200; ++i) {
      const SyntheticRun run(noiseLevels[0], dice);
      const PhaseReport report = findPhases(run.strengths, {}, {}, options);
      meanOrder.add(report.meanOrder, run.start);
      changePoints.add(report.changePoint, run.start);
      QVERIFY(!report.meanOrder.interval && !report.changePoint.interval);
    }
    qInfo("within one checkpoint: mean order %.3f (bias %.2f), change point %.3f (bias %.2f)",
          meanOrder.share(meanOrder.withinOne), meanOrder.bias / 200, changePoints.share(changePoints.withinOne),
          changePoints.bias / 200);
    QVERIFY(meanOrder.share(meanOrder.withinOne) >= 0.95);
    QVERIFY(changePoints.share(changePoints.withinOne) >= 0.95);
  }

  void ninetyPercentIntervalsCoverTheStart() {
    Score meanOrder, changePoints;
    std::array<Score, 3> meanOrderAt, changePointsAt;
    Dice dice(1);
    PhaseOptions options;
    options.resamples = 100;
    for (int i = 0; i < 200; ++i) {
      const SyntheticRun run(noiseLevels[static_cast<std::size_t>(i) % 3], dice);
      options.seed = static_cast<std::uint64_t>(i);
      const PhaseReport report = findPhases(run.strengths, {}, {}, options);
      meanOrder.add(report.meanOrder, run.start);
      changePoints.add(report.changePoint, run.start);
      meanOrderAt[static_cast<std::size_t>(i) % 3].add(report.meanOrder, run.start);
      changePointsAt[static_cast<std::size_t>(i) % 3].add(report.changePoint, run.start);
    }
    for (std::size_t level = 0; level < 3; ++level) {
      qInfo("noise %.1f: mean order covers %.3f, within one %.3f; change point covers %.3f, within one %.3f",
            noiseLevels[level], meanOrderAt[level].share(meanOrderAt[level].covered),
            meanOrderAt[level].share(meanOrderAt[level].withinOne),
            changePointsAt[level].share(changePointsAt[level].covered),
            changePointsAt[level].share(changePointsAt[level].withinOne));
    }
    qInfo("covered: mean order %.3f, change point %.3f; found %d and %d", meanOrder.share(meanOrder.covered),
          changePoints.share(changePoints.covered), meanOrder.found, changePoints.found);
    for (const Score& score : {meanOrder, changePoints}) {
      QVERIFY(score.share(score.covered) >= 0.85);
      QVERIFY(score.share(score.covered) <= 0.95);
      QVERIFY(score.found >= 190);
    }
  }

  void noTurnIsFoundWhereThereIsNone_data() {
    QTest::addColumn<bool>("falls");
    QTest::addRow("the run ends before the start") << true;
    QTest::addRow("nothing but noise") << false;
  }

  void noTurnIsFoundWhereThereIsNone() {
    QFETCH(bool, falls);
    Dice dice(99);
    PhaseOptions options;
    options.resamples = 0;
    int falseStarts = 0;
    for (int i = 0; i < 100; ++i) {
      const SyntheticRun run(0.3, dice);
      std::vector<SampleStrengths> series(run.strengths.begin(), run.strengths.begin() + run.start);
      if (!falls) {
        std::fill(series.begin(), series.end(), run.strengths[0]);
      }
      const PhaseReport report = findPhases(series, {}, {}, options);
      falseStarts += report.changePoint.checkpoint.has_value() + report.meanOrder.checkpoint.has_value();
    }
    QCOMPARE(falseStarts, 0);
  }

  void sameSeedSameIntervalAndSampleOrderHardlyMatters() {
    Dice dice(3);
    const SyntheticRun run(1.1, dice);
    PhaseOptions options;
    options.resamples = 200;
    const PhaseReport first = findPhases(run.strengths, {}, {}, options);
    const PhaseReport again = findPhases(run.strengths, {}, {}, options);
    QVERIFY(first.meanOrder.interval.has_value());
    QVERIFY(first.meanOrder.interval == again.meanOrder.interval);
    QVERIFY(first.changePoint.interval == again.changePoint.interval);
    QVERIFY(first.meanOrder.interval->low <= *first.meanOrder.checkpoint);
    QVERIFY(first.meanOrder.interval->high >= *first.meanOrder.checkpoint);
  }

  void failedCheckpointsAreSkipped() {
    Dice dice(4);
    SyntheticRun run(0.1, dice);
    PhaseOptions options;
    options.resamples = 20;
    const PhaseReport whole = findPhases(run.strengths, {}, {}, options);
    const auto at = static_cast<std::ptrdiff_t>(run.start) - 4;
    run.strengths.insert(run.strengths.begin() + at, 3, SampleStrengths());
    const PhaseReport gaps = findPhases(run.strengths, {}, {}, options);
    QCOMPARE(*gaps.meanOrder.checkpoint, *whole.meanOrder.checkpoint + 3);
    QCOMPARE(*gaps.changePoint.checkpoint, *whole.changePoint.checkpoint + 3);
    QCOMPARE(gaps.changePoint.interval->high, whole.changePoint.interval->high + 3);
  }
};

QTEST_APPLESS_MAIN(TestPhaseSeries)
#include "tst_phase_series.moc"
