// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/order_map_layout.h"

#include <QTest>

#include <limits>
#include <memory>

using namespace spindle;

namespace {

/// Four checkpoints at steps 0, 100, 200, 400; the third is not computed.
struct Series {
  Series() {
    CheckpointSeries series;
    for (const double step : {0.0, 100.0, 200.0, 400.0}) {
      Checkpoint checkpoint;
      checkpoint.step = step;
      checkpoint.epoch = std::numeric_limits<double>::quiet_NaN();
      series.checkpoints.push_back(checkpoint);
    }
    track = DynamicsTrack(series);
    for (const std::size_t c : {std::size_t{0}, std::size_t{1}, std::size_t{3}}) {
      auto point = std::make_shared<TrackPoint>();
      point->checkpoint = c;
      point->strength.andPositive = {3.0, 0.0};
      point->strength.andNegative = {0.0, -1.0};
      point->strength.orPositive = point->strength.orNegative = {0.0, 0.0};
      point->strength.samples = 1;
      track.add(point);
    }
    axis = StepAxis(track.steps(), AxisScale::linear);
  }
  DynamicsTrack track;
  StepAxis axis;
};

}  // namespace

class OrderMapLayoutTest : public QObject {
  Q_OBJECT

 private slots:
  void cellsReachHalfTheWayToTheirNeighbors() {
    const Series series;
    const OrderMapLayout layout = orderMapLayout(series.track, series.axis);
    QCOMPARE(layout.orders, 2);
    QCOMPARE(layout.largest, 0.75);
    QCOMPARE(layout.columns.size(), std::size_t{3});
    QCOMPARE(layout.columns[0].left, -0.125);
    QCOMPARE(layout.columns[0].right, 0.125);
    QCOMPARE(layout.columns[1].right, 0.375);
    QCOMPARE(layout.columns[2].left, 0.75);
    QCOMPARE(layout.columns[2].right, 1.25);
    QCOMPARE(layout.columns[1].shares, (std::vector<double>{0.75, 0.25}));
    QCOMPARE(layout.at(0.3)->checkpoint, std::size_t{1});
    QVERIFY(layout.at(0.5) == nullptr);  // not computed: nothing is drawn there
  }

  void anAxisOfAnotherSeriesDrawsNothing() {
    const Series series;
    QVERIFY(orderMapLayout(series.track, StepAxis(std::vector<double>{0.0, 1.0}, AxisScale::linear)).columns.empty());
  }

  void aCellTellsShareAndStrength() {
    const Series series;
    QCOMPARE(orderMapText(series.track, 1, 1), QString("step 100, order 1: 75 % of the strength (3.00)."));
    QVERIFY(orderMapText(series.track, 2, 1).isEmpty());
    QVERIFY(orderMapText(series.track, 1, 3).isEmpty());
  }
};

QTEST_GUILESS_MAIN(OrderMapLayoutTest)
#include "tst_order_map_layout.moc"
