// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/playhead.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>

using namespace spindle;

namespace {

const std::vector<double> steps{0, 1, 9, 99, 999};

void finishAll(Playhead& playhead) {
  for (std::size_t i = 0; i < steps.size(); ++i) playhead.setFinished(i);
}

}  // namespace

class PlayheadTest : public QObject {
  Q_OBJECT

 private slots:
  /// For displays that are far away.
  void reducedItStandsAtCheckpointsOnly() {
    Playhead playhead;
    playhead.reset(steps);
    for (std::size_t c = 0; c < steps.size(); ++c) playhead.setFinished(c);
    playhead.setReduced(true);
    for (int i = 0; i <= 100; ++i) {
      playhead.moveToPlace(0.01 * i);
      QVERIFY(playhead.spot().real());
      QCOMPARE(playhead.place(), 0.01 * i);
    }
    playhead.moveToPlace(0.5);
    const std::size_t nearest = playhead.spot().lower;
    playhead.setReduced(false);
    QVERIFY(!playhead.spot().real());
    QCOMPARE(playhead.spot().nearest(), nearest);
  }

  void axisPlacesDecadesEvenly() {
    const StepAxis axis(steps, AxisScale::log);
    QCOMPARE(axis.place(0), 0.0);
    QCOMPARE(axis.place(4), 1.0);
    QVERIFY(std::abs(axis.place(2) - 1.0 / 3.0) < 1e-12);
    QVERIFY(std::abs(axis.place(3) - 2.0 / 3.0) < 1e-12);
    QVERIFY(std::abs(axis.stepAt(axis.placeOfStep(57.0)) - 57.0) < 1e-9);
    const StepAxis linear(steps, AxisScale::linear);
    QVERIFY(std::abs(linear.place(3) - 99.0 / 999.0) < 1e-12);
    QCOMPARE(linear.nearest(0.08), std::size_t{3});
  }

  void axisWithoutUsableStepsIsEven_data() {
    QTest::addColumn<QList<double>>("given");
    QTest::newRow("unknown") << QList<double>{0, std::numeric_limits<double>::quiet_NaN(), 5};
    QTest::newRow("equal") << QList<double>{7, 7, 7};
    QTest::newRow("falling") << QList<double>{3, 2, 1};
    QTest::newRow("one") << QList<double>{4};
  }
  void axisWithoutUsableStepsIsEven() {
    QFETCH(QList<double>, given);
    const StepAxis axis(std::vector<double>(given.begin(), given.end()), AxisScale::log);
    QVERIFY(axis.evenlySpaced());
    QCOMPARE(axis.place(0), 0.0);
    if (given.size() > 1) QCOMPARE(axis.place(1), 0.5);
    for (const StepAxis::Tick& tick : axis.ticks()) QVERIFY(std::isfinite(tick.place));
  }

  void aSeriesThatGrowsMovesNobody() {
    Playhead playhead;
    playhead.reset({0, 1, 9});
    for (std::size_t i = 0; i < 3; ++i) playhead.setFinished(i);
    playhead.moveTo(1);
    playhead.grow(steps, {}, {0, 1, 2, 3});
    QVERIFY(playhead.spot().real());
    QCOMPARE(playhead.spot().nearest(), std::size_t{1});
    playhead.setFollowing(true);
    QCOMPARE(playhead.spot().nearest(), std::size_t{3});
    playhead.grow(steps, {}, {0, 1, 2, 3, 4});
    QCOMPARE(playhead.spot().nearest(), std::size_t{4});
    playhead.step(-1);
    QVERIFY(!playhead.following());
    playhead.grow({0, 1, 9}, {}, {0, 2});  // another training: what is left next to it
    QCOMPARE(playhead.spot().nearest(), std::size_t{2});
    playhead.grow({0}, {}, {});
    QVERIFY(!playhead.hasSpot());
    playhead.grow({0, 1}, {}, {1});
    QCOMPARE(playhead.spot().nearest(), std::size_t{1});
  }

  void ticksAreRoundAndApart() {
    for (const AxisScale scale : {AxisScale::log, AxisScale::linear}) {
      const auto ticks = StepAxis(steps, scale).ticks();
      QVERIFY(ticks.size() >= 3);
      for (std::size_t i = 1; i < ticks.size(); ++i) QVERIFY(ticks[i].place - ticks[i - 1].place >= 0.05);
    }
    QCOMPARE(StepAxis(steps, AxisScale::log).ticks().front().label, QStringLiteral("0"));
  }

  void standsBetweenFinishedCheckpoints() {
    Playhead playhead;
    playhead.reset(steps);
    QVERIFY(!playhead.hasSpot());
    playhead.setFinished(0);
    QCOMPARE(playhead.spot(), (PlayheadSpot{0, 0, 0.0}));
    playhead.setFinished(3);
    playhead.moveToPlace(1.0 / 3.0);
    QCOMPARE(playhead.spot().lower, std::size_t{0});
    QCOMPARE(playhead.spot().upper, std::size_t{3});
    QVERIFY(std::abs(playhead.spot().fraction - 0.5) < 1e-9);
    playhead.setFinished(2);  // exactly here
    QCOMPARE(playhead.spot(), (PlayheadSpot{2, 2, 0.0}));
    playhead.moveToPlace(5.0);
    QCOMPARE(playhead.spot(), (PlayheadSpot{3, 3, 0.0}));
  }

  void stepsSkipNothing() {
    Playhead playhead;
    playhead.reset(steps);
    finishAll(playhead);
    playhead.toStart();
    for (std::size_t i = 1; i < steps.size(); ++i) {
      playhead.step(1);
      QCOMPARE(playhead.spot(), (PlayheadSpot{i, i, 0.0}));
    }
    playhead.step(1);
    QCOMPARE(playhead.spot().lower, steps.size() - 1);
    playhead.moveToPlace(0.5);  // between 2 and 3
    playhead.step(1);
    QCOMPARE(playhead.spot(), (PlayheadSpot{3, 3, 0.0}));
    playhead.moveToPlace(0.5);
    playhead.step(-1);
    QCOMPARE(playhead.spot(), (PlayheadSpot{2, 2, 0.0}));
  }

  void checkpointsAtOnePlaceAreAllReached() {
    Playhead playhead;
    playhead.reset({0, 5, 5, 9});
    for (std::size_t i = 0; i < 4; ++i) playhead.setFinished(i);
    playhead.toStart();
    for (std::size_t i = 1; i < 4; ++i) {
      playhead.step(1);
      QCOMPARE(playhead.spot(), (PlayheadSpot{i, i, 0.0}));
    }
  }

  void playsToTheEndAndStops() {
    Playhead playhead;
    playhead.reset(steps);
    finishAll(playhead);
    playhead.toStart();
    playhead.play();
    playhead.advance(0.5 * Playhead::secondsForAll);
    QVERIFY(std::abs(playhead.place() - 0.5) < 1e-9);
    playhead.setSpeed(4.0);
    playhead.advance(0.05 * Playhead::secondsForAll);
    QVERIFY(std::abs(playhead.place() - 0.7) < 1e-9);
    playhead.advance(Playhead::secondsForAll);
    QVERIFY(!playhead.playing());
    QCOMPARE(playhead.spot().lower, steps.size() - 1);
    playhead.toggle();
    QCOMPARE(playhead.place(), 0.0);
  }

  void waitsForWhatIsStillComputed() {
    Playhead playhead;
    playhead.reset(steps);
    playhead.setExpecting(true);
    playhead.setFinished(0);
    playhead.setFinished(1);
    playhead.play();
    playhead.advance(Playhead::secondsForAll);
    QVERIFY(playhead.playing());
    QCOMPARE(playhead.spot().lower, std::size_t{1});
    playhead.setFinished(2);
    playhead.advance(0.01);
    QVERIFY(!playhead.spot().real());
    playhead.setExpecting(false);
    playhead.advance(Playhead::secondsForAll);
    QVERIFY(!playhead.playing());
  }

  void loops() {
    Playhead playhead;
    playhead.reset(steps);
    finishAll(playhead);
    playhead.moveTo(2);
    playhead.setLoopStart();
    playhead.moveTo(3);
    playhead.setLoopEnd();
    QVERIFY(playhead.looping());
    playhead.play();  // at the end of the range: from its start
    QCOMPARE(playhead.spot(), (PlayheadSpot{2, 2, 0.0}));
    playhead.advance(0.2 * Playhead::secondsForAll);
    QCOMPARE(playhead.spot().lower, std::size_t{2});
    QVERIFY(!playhead.spot().real());
    playhead.advance(0.2 * Playhead::secondsForAll);
    QCOMPARE(playhead.spot(), (PlayheadSpot{2, 2, 0.0}));
    QVERIFY(playhead.playing());
  }

  void followsTheNewest() {
    Playhead playhead;
    playhead.reset(steps);
    playhead.setFollowing(true);
    for (std::size_t i = 0; i < 3; ++i) {
      playhead.setFinished(i);
      QCOMPARE(playhead.spot().lower, i);
    }
    playhead.setFollowing(false);
    playhead.setFinished(3);
    QCOMPARE(playhead.spot().lower, std::size_t{2});
  }

  void anotherScaleKeepsTheCheckpoint() {
    Playhead playhead;
    playhead.reset(steps);
    finishAll(playhead);
    playhead.moveTo(3);
    const QSignalSpy moved(&playhead, &Playhead::moved);
    playhead.setScale(AxisScale::linear);
    QVERIFY(moved.count() >= 1);
    QCOMPARE(playhead.spot(), (PlayheadSpot{3, 3, 0.0}));
    playhead.moveToPlace(playhead.axis().placeOfStep(500.0));
    playhead.setScale(AxisScale::log);
    QVERIFY(std::abs(playhead.axis().stepAt(playhead.place()) - 500.0) < 1e-6);
  }
};

QTEST_GUILESS_MAIN(PlayheadTest)
#include "tst_playhead.moc"
