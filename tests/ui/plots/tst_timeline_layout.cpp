// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/timeline_layout.h"

#include <QTest>

#include <limits>
#include <memory>

using namespace spindle;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

CheckpointSeries seriesOf(const std::vector<double>& steps, const std::vector<double>& train,
                          const std::vector<double>& test) {
  CheckpointSeries series;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Checkpoint checkpoint;
    checkpoint.name = "c" + std::to_string(i);
    checkpoint.step = steps[i];
    checkpoint.epoch = unknown;
    checkpoint.trainLoss = train[i];
    checkpoint.testLoss = test[i];
    series.checkpoints.push_back(checkpoint);
  }
  return series;
}

/// Of one order-1 and one order-2 strength, so that the mean order is known; failed where both are zero samples.
TrackPointPtr pointOf(std::size_t checkpoint, double first, double second, bool failed = false) {
  auto point = std::make_shared<TrackPoint>();
  point->checkpoint = checkpoint;
  point->failed = failed;
  if (failed) return point;
  point->strength.andPositive = {first, second};
  point->strength.andNegative = point->strength.orPositive = point->strength.orNegative = {0.0, 0.0};
  point->strength.samples = 1;
  return point;
}

/// Steps 0 to 400 on a linear axis: places 0, 0.25, 0.5, 0.75, 1.
struct Timeline {
  DynamicsTrack track{seriesOf({0, 100, 200, 300, 400}, {2.0, 1.0, unknown, 0.5, 0.25}, {2.0, 1.5, 1.25, 1.0, 2.5})};
  StepAxis axis{track.steps(), AxisScale::linear};
  PhaseResult phase;

  Timeline() {
    track.add(pointOf(0, 1.0, 0.0));  // mean order 1
    track.add(pointOf(1, 1.0, 3.0));  // 1.75
    track.add(pointOf(3, 0.0, 0.0, true));
    phase.checkpoint = 1;
    phase.rule = "mean order minimum";
    phase.explanation = "Lowest there.";
  }
  [[nodiscard]] TimelineData data() const { return {track, axis, phase, true, {}, {}}; }
};

}  // namespace

class TimelineLayoutTest : public QObject {
  Q_OBJECT

 private slots:
  /// Over layers the axis has their names, and no phase is missed.
  void layersHaveNamesAndNoPhases() {
    for (const SeriesKind kind : {SeriesKind::training, SeriesKind::depth}) {
      CheckpointSeries series = seriesOf({0, 1}, {1.0, 0.5}, {unknown, unknown});
      series.kind = kind;
      const DynamicsTrack track(series);
      const bool depth = kind == SeriesKind::depth;
      const StepAxis axis(track.steps(), AxisScale::log,
                          depth ? std::vector<QString>{"conv1", "output"} : std::vector<QString>());
      PhaseResult phase;
      phase.rule = "mean order minimum";
      const TimelineData data{track, axis, phase, true, {}, {}};
      QCOMPARE(timelineLayout(data).stepLabel, depth ? QStringLiteral("layer") : QStringLiteral("training step (log)"));
      QCOMPARE(timelineMarkers(data).none.isEmpty(), depth);
    }
  }

  void curvesHoldWhatIsKnown() {
    const Timeline timeline;
    const TimelineLayout layout = timelineLayout(timeline.data());
    QCOMPARE(layout.train.places, (std::vector<double>{0.0, 0.25, 0.75, 1.0}));
    QCOMPARE(layout.train.values, (std::vector<double>{2.0, 1.0, 0.5, 0.25}));
    QCOMPARE(layout.test.values, (std::vector<double>{2.0, 1.5, 1.25, 1.0, 2.5}));
    QCOMPARE(layout.meanOrder.places, (std::vector<double>{0.0, 0.25}));
    QCOMPARE(layout.meanOrder.values, (std::vector<double>{1.0, 1.75}));
    QCOMPARE(layout.losses.first, 0.0);
    QCOMPARE(layout.losses.second, 2.7);  // 1.08 of 2.5
    QCOMPARE(layout.orders.first, 0.85);
    QCOMPARE(layout.orders.second, 1.9);
    QVERIFY(layout.lossAxis);
    QCOMPARE(layout.lossLabel, QString("loss"));
    QCOMPARE(layout.stepLabel, QString("training step"));
    QVERIFY(layout.empty.isEmpty());
  }

  void aColumnOfTheLogHasItsOwnAxis() {
    CheckpointSeries series = seriesOf({0, 100, 200}, {2.0, 1.0, 0.5}, {2.0, 1.5, 1.0});
    series.loggedColumns = {"accuracy", "lr"};
    const std::vector<std::vector<double>> logged{{0.1, 0.01}, {unknown, 0.01}, {0.9, 0.01}};
    for (std::size_t i = 0; i < 3; ++i) series.checkpoints[i].logged = logged[i];
    const DynamicsTrack track(series);
    const StepAxis axis(track.steps(), AxisScale::linear);
    const PhaseResult phase;
    TimelineData data{track, axis, phase, true, {}, {}};
    QVERIFY(timelineLayout(data).column.empty());
    QVERIFY(timelineLayout(data).columnLabel.isEmpty());
    data.column = 0;
    const TimelineLayout layout = timelineLayout(data);
    QCOMPARE(layout.column.places, (std::vector<double>{0.0, 1.0}));
    QCOMPARE(layout.column.values, (std::vector<double>{0.1, 0.9}));
    QCOMPARE(layout.columnLabel, QString("accuracy (0.100 to 0.900)"));
    QVERIFY(layout.columns.first < 0.1 && layout.columns.second > 0.9);
    QVERIFY(timelineText(data, 1.0, 0.01, false).endsWith("accuracy 0.900."));
    data.column = 1;  // a constant has an axis too
    QVERIFY(timelineLayout(data).columns.first < 0.01 && timelineLayout(data).columns.second > 0.01);
    data.column = 2;  // of another run
    QVERIFY(timelineLayout(data).column.empty());
  }

  void eachCheckpointIsATickOfItsState() {
    const Timeline timeline;
    const TimelineLayout layout = timelineLayout(timeline.data());
    QCOMPARE(layout.ticks[static_cast<std::size_t>(TickState::waiting)], (std::vector<double>{0.5, 1.0}));
    QCOMPARE(layout.ticks[static_cast<std::size_t>(TickState::done)], (std::vector<double>{0.0, 0.25}));
    QCOMPARE(layout.ticks[static_cast<std::size_t>(TickState::failed)], (std::vector<double>{0.75}));
  }

  void withoutLossesTheAxisIsEmpty_data() {
    QTest::addColumn<bool>("computed");
    QTest::addColumn<QString>("empty");
    QTest::newRow("nothing to draw") << false << "no loss log found";
    QTest::newRow("the mean order is there") << true << "";
  }
  void withoutLossesTheAxisIsEmpty() {
    QFETCH(bool, computed);
    DynamicsTrack track(seriesOf({0, 10}, {unknown, unknown}, {unknown, unknown}));
    if (computed) track.add(pointOf(1, 1.0, 1.0));
    const StepAxis axis(track.steps(), AxisScale::log);
    const PhaseResult phase;
    const TimelineLayout layout = timelineLayout({track, axis, phase, false, {}, {}});
    QTEST(layout.empty, "empty");
    QVERIFY(!layout.lossAxis);
    QVERIFY(layout.lossLabel.isEmpty());
    QVERIFY(!layout.trainNamed && !layout.testNamed);
    QCOMPARE(layout.stepLabel, QString("training step (log)"));
    QCOMPARE(layout.losses, std::pair(0.0, 1.0));
  }

  void nothingOpenAndAnotherAxisDrawNothing() {
    const DynamicsTrack none;
    const StepAxis noAxis;
    const PhaseResult phase;
    const TimelineLayout closed = timelineLayout({none, noAxis, phase, false, {}, {}});
    QVERIFY(closed.train.empty() && closed.empty.isEmpty() && !closed.lossAxis);
    QVERIFY(closed.trainNamed && closed.testNamed);  // the legend of an empty plot
    const Timeline timeline;
    const TimelineData mixed{timeline.track, noAxis, timeline.phase, true, 0, 0};
    QVERIFY(timelineLayout(mixed).train.empty());
    QVERIFY(!timelineMarkers(mixed).phase && !timelineMarkers(mixed).own);
    QVERIFY(!finishedAt(mixed, 0.0, 1.0));
    QVERIFY(timelineText(mixed, 0.0, 1.0, true).isEmpty());
  }

  void markersStandAtTheirCheckpoints() {
    Timeline timeline;
    TimelineData data = timeline.data();
    data.own = 2;
    data.pinned = 4;
    const TimelineMarkers markers = timelineMarkers(data);
    QCOMPARE(markers.phase->place, 0.25);
    QCOMPARE(markers.phase->words, QString("phase two starts, step 100"));
    QCOMPARE(markers.phase->brief, QString("step 100"));
    QCOMPARE(markers.own->place, 0.5);
    QCOMPARE(markers.own->words, QString("my marker, step 200"));
    QCOMPARE(markers.pinned->words, QString("pinned, step 400"));
    QVERIFY(!markers.interval);
    data.complete = false;
    QCOMPARE(timelineMarkers(data).phase->words, QString("phase two (preliminary), step 100"));
    data.own = 5;  // of a longer run
    QVERIFY(!timelineMarkers(data).own);
  }

  void theIntervalIsSeenEvenOfOneCheckpoint() {
    Timeline timeline;
    timeline.phase.interval = PhaseInterval{1, 1};
    const auto one = timelineMarkers(timeline.data()).interval;
    QVERIFY(one);
    QCOMPARE(one->first, 0.246);
    QCOMPARE(one->second, 0.254);
    timeline.phase.interval = PhaseInterval{0, 2};
    QCOMPARE(timelineMarkers(timeline.data()).interval->second, 0.504);
    timeline.phase.interval = PhaseInterval{0, 5};
    QVERIFY(!timelineMarkers(timeline.data()).interval);
    timeline.phase.interval = PhaseInterval{1, 1};
    timeline.phase.choices = ChoiceRange{0, 2, 3};
    QCOMPARE(timelineMarkers(timeline.data()).interval->second, 0.504);
    QVERIFY(timelineMarkers(timeline.data()).phase->words.endsWith("step 100 (0 to 200 over draws)"));
    QVERIFY(timelineText(timeline.data(), 0.25, 0.01, false)
                .contains("under other choices (3 random selections of variables): 0 to 200."));
  }

  void thePlayheadSnapsToFinishedCheckpoints_data() {
    QTest::addColumn<double>("place");
    QTest::addColumn<int>("checkpoint");
    QTest::newRow("at one") << 0.25 << 1;
    QTest::newRow("near one") << 0.259 << 1;
    QTest::newRow("out of reach") << 0.27 << -1;
    QTest::newRow("waiting") << 0.5 << -1;
    QTest::newRow("failed") << 0.75 << -1;
    QTest::newRow("left of the axis, near the first") << -0.005 << 0;
  }
  void thePlayheadSnapsToFinishedCheckpoints() {
    QFETCH(double, place);
    const Timeline timeline;
    const auto found = finishedAt(timeline.data(), place, 0.01);
    QTEST(found ? static_cast<int>(*found) : -1, "checkpoint");
  }

  void theTextTellsWhatIsUnderThePointer_data() {
    QTest::addColumn<double>("place");
    QTest::addColumn<bool>("onTicks");
    QTest::addColumn<QString>("text");
    QTest::newRow("losses and mean order")
        << 0.0 << false << "step 0: train 2.00, test 2.00, gap 0.000. Mean order 1.00.";
    QTest::newRow("losses alone") << 1.0 << false << "step 400: train 0.250, test 2.50, gap 2.25.";
    QTest::newRow("one loss missing") << 0.5 << false << "step 200: train \u2013, test 1.25, gap \u2013.";
    QTest::newRow("phase two") << 0.25 << false
                               << "Phase two starts at step 100. Rule: mean order minimum. Lowest there.";
    QTest::newRow("a tick under phase two") << 0.25 << true << "c1, step 100: computed.";
    QTest::newRow("a waiting tick") << 0.5 << true << "c2, step 200: not computed yet.";
    QTest::newRow("a failed tick") << 0.75 << true << "c3, step 300: failed.";
    QTest::newRow("my marker") << 0.75 << false << "Your marker; drag to move, right-click to remove.";
  }
  void theTextTellsWhatIsUnderThePointer() {
    QFETCH(double, place);
    QFETCH(bool, onTicks);
    const Timeline timeline;
    TimelineData data = timeline.data();
    data.own = 3;
    QTEST(timelineText(data, place, 0.01, onTicks), "text");
  }

  void whereThereIsNoPhaseTwoTheReasonIsSaid() {
    Timeline timeline;
    QVERIFY(timelineMarkers(timeline.data()).none.isEmpty());
    timeline.phase.checkpoint.reset();
    timeline.phase.explanation = "No start of phase two: it rises by 0.22, less than 0.30.";
    QCOMPARE(timelineMarkers(timeline.data()).none,
             QString("No start of phase two: it rises by 0.22, less than 0.30. Rule: mean order minimum."));
    TimelineData preliminary = timeline.data();
    preliminary.complete = false;
    QVERIFY(timelineMarkers(preliminary).none.isEmpty());
  }

  void aSecondRunHasItsCurveAndItsStart() {
    const Timeline timeline;
    TimelineData data = timeline.data();
    QVERIFY(timelineLayout(data).besideOrder.empty());
    const TimelineBeside beside{"other", {0.0, 0.5}, {4.0, 2.5}, 0.5, "step 200"};
    data.beside = &beside;
    const TimelineLayout layout = timelineLayout(data);
    QCOMPARE(layout.besideOrder.places, beside.places);
    QVERIFY(layout.orders.first <= 1.0 && layout.orders.second >= 4.0);  // room for both
    QCOMPARE(timelineMarkers(data).beside->place, 0.5);
    QCOMPARE(timelineMarkers(data).beside->words, QString("other: phase two starts, step 200"));
  }

  void aPreliminaryPhaseSaysSo() {
    Timeline timeline;
    timeline.phase.interval = PhaseInterval{0, 2};
    TimelineData data = timeline.data();
    data.complete = false;
    const QString text = timelineText(data, 0.25, 0.01, false);
    QVERIFY2(text.endsWith(" 90 % interval over samples: 0 to 200. The computation is not finished: it may move."),
             qPrintable(text));
  }
};

QTEST_GUILESS_MAIN(TimelineLayoutTest)
#include "tst_timeline_layout.moc"
