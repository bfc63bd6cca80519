// SPDX-License-Identifier: GPL-3.0-or-later
// Drives the window as a user does, without a display: computing, playing, other thresholds.
#include "tests/app/window_fixture.h"
#include "ui/panels/sample_view.h"
#include "ui/plots/order_bars_plot.h"
#include "ui/plots/timeline_plot.h"

#include <QAction>
#include <QLabel>

using namespace spindle;
using namespace spindle::test;

class WindowTest : public WindowFixture {
  Q_OBJECT

 private slots:
  void initTestCase() { beginTests(); }
  void init() { showWindow(); }
  void cleanup() { endWindow(); }
  void firstFrameThenPlayDragToggleCancelAndClose();
  void keysMoveThePlayhead();
  void barsFollowThePlayhead();
  void canceledWorkIsGoneOnWith();
  void anotherThresholdIsReadNotComputed();
};

void WindowTest::firstFrameThenPlayDragToggleCancelAndClose() {
  open(bundled);
  waitForPoints(3);
  QCOMPARE(window_->session().state(), SessionState::computing);
  QVERIFY(find<OrderBarsPlot>("orderBars")->bar(1, true).height() > 1.0);

  press(Qt::Key_Space);
  QVERIFY(window_->playhead().playing());
  const double from = window_->playhead().place();
  QTRY_VERIFY(window_->playhead().place() > from);
  press(Qt::Key_Space);
  QVERIFY(!window_->playhead().playing());

  auto* timeline = find<TimelinePlot>("timeline");
  QWidget* strip = surface(timeline);
  const double second = window_->playhead().axis().place(1);
  QTest::mousePress(strip, Qt::LeftButton, {}, timeline->placeOnScreen(0.0).toPoint());
  QTest::mouseMove(strip, timeline->placeOnScreen(0.5 * second).toPoint());
  QVERIFY(!window_->playhead().spot().real());
  QVERIFY(find<OrderBarsPlot>("orderBars")->heading().startsWith("between steps 0 and "));
  QTest::mouseMove(strip, timeline->placeOnScreen(second).toPoint());
  QTest::mouseRelease(strip, Qt::LeftButton, {}, timeline->placeOnScreen(second).toPoint());
  QCOMPARE(window_->playhead().spot(), (PlayheadSpot{1, 1, 0.0}));

  auto* picture = find<SampleView>("sampleView");
  const int n = window_->session().choice().count();
  // Without editing a click asks for what contains the variable.
  QTest::mouseClick(picture, Qt::LeftButton, {}, picture->cellCenter(2, 1));
  QVERIFY(window_->selection().any());
  QCOMPARE(window_->session().editor().draft().count(), n);
  press(Qt::Key_V);
  QTest::mouseClick(picture, Qt::LeftButton, {}, picture->cellCenter(2, 1));
  QCOMPARE(std::abs(window_->session().editor().draft().count() - n), 1);
  QCOMPARE(window_->session().choice().count(), n);
  QVERIFY(find<QWidget>("pendingLine")->isVisible());
  QVERIFY2(find<QLabel>("cost")->text().contains("forward passes"), qPrintable(find<QLabel>("cost")->text()));
  window_->actions().computeVariables->trigger();
  QCOMPARE(std::abs(window_->session().choice().count() - n), 1);
  QVERIFY(!find<QWidget>("pendingLine")->isVisible());
  QCOMPARE(window_->session().track().doneCount(), std::size_t{0});
  // What was shown before stays as an outline.
  QVERIFY(find<OrderBarsPlot>("orderBars")->hoverText(1, true).isEmpty());
  waitForPoints(2);
  QVERIFY2(find<OrderBarsPlot>("orderBars")->hoverText(1, true).contains("variables, before"),
           qPrintable(find<OrderBarsPlot>("orderBars")->hoverText(1, true)));
  QVERIFY(window_->session().track().state(1) == TickState::done);  // the one that was looked at came first

  window_->actions().cancel->trigger();
  QCOMPARE(window_->session().state(), SessionState::stopping);
  waitFor(SessionState::stopped);
  const auto kept = window_->session().track().doneCount();
  QVERIFY(kept >= 2 && kept < window_->session().track().size());

  window_->actions().compute->trigger();
  QTRY_VERIFY_WITH_TIMEOUT(window_->session().track().doneCount() > kept, patience);
  window_->close();
  QCOMPARE(window_->session().state(), SessionState::closed);
}

void WindowTest::keysMoveThePlayhead() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  Playhead& playhead = window_->playhead();
  press(Qt::Key_Home);
  QCOMPARE(playhead.spot().lower, std::size_t{0});
  press(Qt::Key_Right);
  QCOMPARE(playhead.spot(), (PlayheadSpot{1, 1, 0.0}));
  press(Qt::Key_Period);
  press(Qt::Key_Left);
  QCOMPARE(playhead.spot(), (PlayheadSpot{1, 1, 0.0}));
  press(Qt::Key_Right, Qt::ShiftModifier);
  QCOMPARE(playhead.spot().lower, std::size_t{3});
  press(Qt::Key_Home);
  press(Qt::Key_End);
  QCOMPARE(playhead.spot().lower, std::size_t{3});
  press(Qt::Key_Space);  // at the end: starts over
  QVERIFY(playhead.playing());
  QVERIFY(playhead.place() < 0.5);
  press(Qt::Key_End);
  QTRY_VERIFY(!playhead.playing());  // nothing more is expected
  press(Qt::Key_A);
  QVERIFY(window_->actions().kindAnd->isChecked());
  press(Qt::Key_Equal);
  QCOMPARE(playhead.speed(), 2.0);
  press(Qt::Key_Minus);
  QCOMPARE(playhead.speed(), 1.0);
}

void WindowTest::barsFollowThePlayhead() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  window_->actions().normalize->setChecked(false);
  auto* bars = find<OrderBarsPlot>("orderBars");
  const DynamicsTrack& track = window_->session().track();
  Playhead& playhead = window_->playhead();
  const auto height = [bars](int k) { return bars->bar(k, true).height() - bars->bar(k, false).height(); };
  const auto total = [](const OrderStrength& s, int k) { return s.positive(k) + s.negative(k); };
  playhead.moveTo(0);
  const double pixels = [&] {
    const OrderStrength& strength = track.point(0)->strength;
    for (int k = 1; k <= strength.variables(); ++k) {
      if (std::abs(total(strength, k)) > 1e-3) return height(k) / total(strength, k);
    }
    return 0.0;
  }();
  QVERIFY(pixels > 0.0);
  for (std::size_t c = 0; c < track.size(); ++c) {
    playhead.moveTo(c);
    for (int k = 1; k <= track.variables(); ++k)
      QVERIFY(std::abs(height(k) - pixels * total(track.point(c)->strength, k)) < 0.5);  // the axis stays fixed
  }
  playhead.moveToPlace(0.25 * playhead.axis().place(1));
  const OrderStrength& a = track.point(0)->strength;
  const OrderStrength& b = track.point(1)->strength;
  for (int k = 1; k <= track.variables(); ++k)
    QVERIFY(std::abs(height(k) - pixels * (0.75 * total(a, k) + 0.25 * total(b, k))) < 0.5);
  QCOMPARE(window_->playhead().spot().fraction, 0.25);
}

void WindowTest::canceledWorkIsGoneOnWith() {
  open(bundled);
  waitForPoints(1);
  window_->actions().cancel->trigger();
  waitFor(SessionState::stopped);
  const auto kept = window_->session().track().doneCount();
  window_->open(bundled.toStdString());
  waitForPoints(kept);
  QTRY_VERIFY_WITH_TIMEOUT(window_->session().progress().total > 0, patience);
  const auto samples = static_cast<int>(window_->session().choice().samples.size());
  const auto left = static_cast<int>(window_->session().track().size() - kept);
  QVERIFY(window_->session().progress().total <= left * samples);
}

void WindowTest::anotherThresholdIsReadNotComputed() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  const OrderStrength before = window_->session().track().point(1)->strength;
  window_->actions().salientT2->trigger();
  QTRY_VERIFY(window_->session().track().point(1)->strength.threshold != before.threshold);
  QCOMPARE(window_->session().state(), SessionState::finished);
  const OrderStrength after = window_->session().track().point(1)->strength;
  QVERIFY(after.threshold != before.threshold);
  QVERIFY(after.andPositive != before.andPositive);
  window_->actions().salientT1->trigger();
  QTRY_COMPARE(window_->session().track().point(1)->strength.andPositive, before.andPositive);
}

QTEST_MAIN(WindowTest)
#include "tst_window.moc"
