// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/start_range.h"
#include "core/store/results_file.h"

#include <QtTest>

using namespace spindle;

Q_DECLARE_METATYPE(std::optional<spindle::ChoiceRange>)

namespace {

/// Two orders; the share of order 2 is meanOrder - 1.
OrderStrength strength(double meanOrder, std::size_t samples = 4) {
  OrderStrength made;
  made.andPositive = {2.0 - meanOrder, meanOrder - 1.0};
  made.andNegative = made.orPositive = made.orNegative = {0.0, 0.0};
  made.samples = samples;
  return made;
}

/// Falls to 1.1 at `least`, and rises to 1.9 behind it.
std::vector<OrderStrength> valley(std::size_t checkpoints, std::size_t least) {
  std::vector<OrderStrength> series;
  for (std::size_t c = 0; c < checkpoints; ++c) {
    const double left = static_cast<double>(least), right = static_cast<double>(checkpoints - 1 - least);
    const double at = static_cast<double>(c);
    series.push_back(strength(1.1 + 0.8 * (c <= least ? (left - at) / left : (at - left) / right)));
  }
  return series;
}

DrawnStrengths draws(std::vector<std::vector<OrderStrength>> byDraw) {
  DrawnStrengths drawn;
  for (std::size_t d = 0; d < byDraw.size(); ++d) drawn.numbers.push_back(d + 1);
  drawn.byDraw = std::move(byDraw);
  return drawn;
}

ResultsHeader header() {
  ResultsHeader made;
  for (int c = 0; c < 9; ++c) {
    made.step.push_back(100.0 * c);
    made.epoch.push_back(std::numeric_limits<double>::quiet_NaN());
  }
  return made;
}

PhaseResult started(std::size_t checkpoint) {
  PhaseResult result;
  result.checkpoint = checkpoint;
  return result;
}

}  // namespace

class StartRangeTest : public QObject {
  Q_OBJECT

 private slots:
  void everySelectionHasItsStart() {
    const DrawnStrengths three = draws({valley(9, 4), valley(9, 2), valley(9, 6)});
    QCOMPARE(meanOrderStarts(three, {}), (PhaseStarts{4, 2, 6}));
    QCOMPARE(changePointStarts(three, {}), (PhaseStarts{4, 2, 6}));
  }

  /// An unfinished selection would start wherever it ends; it must not shift the numbers of those behind it either.
  void unfinishedSelectionsDoNotCount() {
    std::vector<OrderStrength> half = valley(9, 1);
    half[5] = {};
    const DrawnStrengths three = draws({valley(9, 4), half, valley(9, 6)});
    QVERIFY(three.whole(0) && !three.whole(1) && three.whole(2));
    QCOMPARE(meanOrderStarts(three, {}), (PhaseStarts{4, 6}));
    QCOMPARE(three.at(5).size(), std::size_t{2});
    QCOMPARE(three.at(4).size(), std::size_t{3});
    QVERIFY(meanOrderStarts(draws({valley(9, 4), half}), {}).empty());
  }

  void theRangeHoldsTheStartItself() {
    QVERIFY(!rangeOfStarts(4, {}, {}));
    QVERIFY(!rangeOfStarts(std::nullopt, {2, 6}, {}));
    QCOMPARE(rangeOfStarts(4, {4, 5}, {}), (ChoiceRange{4, 5, 2, false, 0}));
    QCOMPARE(rangeOfStarts(4, {4, 2, std::nullopt}, {6, 5}), (ChoiceRange{2, 6, 3, true, 1}));
  }

  void theRangeWidensTheInterval() {
    PhaseResult start = started(4);
    QVERIFY(!start.uncertainty());
    start.choices = ChoiceRange{2, 5, 3};
    QCOMPARE(*start.uncertainty(), (std::pair<std::size_t, std::size_t>{2, 5}));
    start.interval = PhaseInterval{3, 6};
    QCOMPARE(*start.uncertainty(), (std::pair<std::size_t, std::size_t>{2, 6}));
  }

  void labels_data() {
    QTest::addColumn<std::optional<ChoiceRange>>("choices");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << std::optional<ChoiceRange>() << "step 400";
    QTest::newRow("draws") << std::optional(ChoiceRange{4, 8, 5}) << "step 400 (400 to 800 over draws)";
    QTest::newRow("ties") << std::optional(ChoiceRange{3, 4, 0, true}) << "step 400 (300 to 400 over ties)";
    QTest::newRow("both") << std::optional(ChoiceRange{3, 4, 2, true}) << "step 400 (300 to 400 over draws and ties)";
    QTest::newRow("the same") << std::optional(ChoiceRange{4, 4, 2}) << "step 400 (the same over draws)";
    QTest::newRow("missing in one") << std::optional(ChoiceRange{4, 5, 3, false, 1})
                                    << "step 400 (400 to 500 over draws, none in 1)";
  }
  void labels() {
    QFETCH(std::optional<ChoiceRange>, choices);
    PhaseResult start = started(4);
    start.choices = choices;
    QTEST(QString::fromStdString(startText(header(), start)), "text");
  }
};

QTEST_APPLESS_MAIN(StartRangeTest)
#include "tst_start_range.moc"
