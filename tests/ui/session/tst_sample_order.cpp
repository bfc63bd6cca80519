// SPDX-License-Identifier: GPL-3.0-or-later
// What the strip of samples shows of each, and its orders, without a widget.
#include "ui/session/playhead_link.h"
#include "ui/session/samples_model.h"
#include "ui/session/strength_view.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace spindle;

namespace {

constexpr int patience = 60000;  // ms
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

std::vector<std::size_t> rowsOf(const std::vector<SampleState>& states) {
  std::vector<std::size_t> rows;
  for (const SampleState& state : states) rows.push_back(state.row);
  return rows;
}

/// Four orders; each sample has all of its strength at one of them.
SampleStrengths strengthsOf(const std::vector<int>& orders) {
  constexpr int n = 4;
  std::vector<CoalitionTable> tables;
  std::vector<SampleInteractions> samples;
  tables.reserve(2 * orders.size());
  for (const int order : orders) {
    CoalitionTable all(n);
    all[(Coalition{1} << order) - 1] = 1.0;
    const CoalitionTable& part = tables.emplace_back(std::move(all));
    samples.push_back({part.values(), tables.emplace_back(CoalitionTable(n)).values()});
  }
  return {samples, 0.5};
}

}  // namespace

class SampleOrderTest : public QObject {
  Q_OBJECT

 private slots:
  void samplesStandInTheChosenOrder_data() {
    QTest::addColumn<int>("order");
    QTest::addColumn<std::vector<std::size_t>>("rows");
    using Rows = std::vector<std::size_t>;
    QTest::newRow("run") << static_cast<int>(SampleOrder::run) << Rows{0, 1, 2, 3};
    QTest::newRow("score") << static_cast<int>(SampleOrder::score) << Rows{2, 0, 3, 1};
    QTest::newRow("mean order, equal ones as they were")
        << static_cast<int>(SampleOrder::meanOrder) << Rows{1, 0, 2, 3};
    QTest::newRow("turn, none last") << static_cast<int>(SampleOrder::turn) << Rows{3, 1, 0, 2};
  }
  void samplesStandInTheChosenOrder() {
    QFETCH(int, order);
    std::vector<SampleState> states{{0, 10, 1.0, {}, 2.0, {}},
                                    {1, 11, unknown, {}, 1.0, 7},
                                    {2, 12, -3.0, {}, 2.0, {}},
                                    {3, 13, 2.0, {}, unknown, 2}};
    std::rotate(states.begin(), states.begin() + 2, states.end());
    sortSamples(states, static_cast<SampleOrder>(order));
    QTEST(rowsOf(states), "rows");
  }

  void moreThanEvenOddsAreRight() {
    QCOMPARE(rightByScore("log-odds", 0.1, 10), std::optional(true));
    QCOMPARE(rightByScore("log-odds", -0.1, 10), std::optional<bool>());  // another class may have more, or none
    QCOMPARE(rightByScore("log-odds", -0.1, 2), std::optional(false));
    QCOMPARE(rightByScore("log-probability", -0.6, 10), std::optional(true));
    QCOMPARE(rightByScore("log-probability", -0.8, 2), std::optional(false));
    QCOMPARE(rightByScore("logit", 5.0, 2), std::optional<bool>());
    QCOMPARE(rightByScore("log-odds", unknown, 2), std::optional<bool>());
  }

  /// One sample falls and rises, one only falls.
  void eachSampleTurnsForItself() {
    CheckpointSeries series;
    series.checkpoints.resize(5);
    DynamicsTrack track(series);
    const std::vector<std::vector<int>> orders{{3, 4}, {2, 3}, {1, 2}, {3, 1}, {4, 1}};
    for (std::size_t c = 0; c < orders.size(); ++c) {
      auto point = std::make_shared<TrackPoint>();
      point->checkpoint = c;
      point->samples = strengthsOf(orders[c]);
      point->strength = orderStrength(point->samples);
      track.add(point);
    }
    const auto turns = sampleTurns(track, {});
    QCOMPARE(turns.size(), std::size_t{2});
    QCOMPARE(turns[0], std::optional<std::size_t>(2));
    QCOMPARE(turns[1], std::optional<std::size_t>());
  }

  void theSpreadHoldsTheMiddleOfTheSamples() {
    // Ten samples at order 1, one each at the others: two of twelve lie outside on each side at most.
    std::vector<int> orders(10, 1);
    orders.push_back(2);
    orders.push_back(3);
    const ShownSpread spread = shownSpread(strengthsOf(orders), {ShownKinds::both, true});
    QCOMPARE(spread.positive.size(), std::size_t{4});
    QCOMPARE(spread.positive[0], std::pair(0.0, 1.0));
    QCOMPARE(spread.positive[1], std::pair(0.0, 0.0));
    QCOMPARE(spread.negative[0], std::pair(0.0, 0.0));
    QVERIFY(shownSpread(strengthsOf({1, 2}), {}).positive.empty());
  }

  void theModelFollowsThePlayhead() {
    const QTemporaryDir folder;
    DynamicsSession session(folder.filePath("results").toStdString());
    Playhead playhead;
    const PlayheadLink link(session, playhead);
    SamplesModel model(session, playhead);
    QSignalSpy predicted(&session, &DynamicsSession::predictionsReady);
    session.open(SPINDLE_GOLDEN_DIR "/app/tiny");
    QTRY_VERIFY_WITH_TIMEOUT(session.state() == SessionState::finished, patience);
    const auto count = static_cast<int>(session.choice().samples.size());
    QCOMPARE(model.rowCount(), count);
    playhead.moveTo(3);
    const auto evaluated = [&] {
      return std::ranges::all_of(model.states(), [](const SampleState& state) { return state.right.has_value(); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(!predicted.isEmpty() && evaluated(), patience);
    for (const SampleState& state : model.states()) {
      const auto tables = session.track().share(3)->tables;
      QCOMPARE(state.score, tables->at(state.row).values.values().back());
      QCOMPARE(*state.right, state.score > 0.0);
    }
    QVERIFY2(model.summary().endsWith(QString("of %1 right").arg(count)), qPrintable(model.summary()));
    model.setOrder(SampleOrder::score);
    for (int row = 1; row < count; ++row)
      QVERIFY(model.states()[static_cast<std::size_t>(row - 1)].score <=
              model.states()[static_cast<std::size_t>(row)].score);
    const std::size_t first = model.states().front().sample;
    const QPersistentModelIndex kept = model.index(0);
    playhead.play();
    playhead.moveTo(0);
    QCOMPARE(model.states().front().sample, first);  // followed while it plays
    playhead.pause();
    QCOMPARE(kept.row(), model.rowOf(first));
    session.close();
    QCOMPARE(model.rowCount(), 0);
  }

  void severalSamplesAreAveraged() {
    const QTemporaryDir folder;
    DynamicsSession session(folder.filePath("results").toStdString());
    session.open(SPINDLE_GOLDEN_DIR "/app/tiny");
    QTRY_VERIFY_WITH_TIMEOUT(session.state() == SessionState::finished, patience);
    QVERIFY(session.choice().samples.size() > 2);
    SampleScope several;
    several.kind = SampleScope::Kind::some;
    several.some = {session.choice().samples[0], session.choice().samples[2]};
    session.setScope(several);
    const TrackPointPtr all = session.track().share(3);
    const TrackPoint* shown = session.track().point(3);
    QCOMPARE(shown->strength.samples, std::size_t{2});
    for (int k = 1; k <= shown->strength.variables(); ++k) {
      const double mean = 0.5 * (all->samples.total(0, k) + all->samples.total(2, k));
      QVERIFY(std::abs(shown->strength.total(k) - mean) < 1e-12);
    }
    QCOMPARE(scopeMean(several, *session.facts(), 2), QString("mean of 2 selected samples"));
  }
};

QTEST_GUILESS_MAIN(SampleOrderTest)
#include "tst_sample_order.moc"
