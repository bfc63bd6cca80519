// SPDX-License-Identifier: GPL-3.0-or-later
// How places of a series are told, and where they lie on an axis of names.
#include "ui/session/dynamics_track.h"
#include "ui/session/playhead.h"
#include "ui/session/series_words.h"

#include <QTest>

#include <limits>

using namespace spindle;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

CheckpointSeries depthSeries() {
  CheckpointSeries series;
  series.kind = SeriesKind::depth;
  double step = 0.0;
  for (const char* name : {"conv1", "relu1", "output"})
    series.checkpoints.push_back({{}, name, step++, unknown, unknown, unknown, "results"});
  return series;
}

CheckpointSeries prunedSeries() {
  CheckpointSeries series;
  series.kind = SeriesKind::models;
  series.axis = "pruning ratio";
  for (const double ratio : {0.0, 0.5, 0.75})
    series.checkpoints.push_back({{}, "p.pt", ratio, unknown, unknown, unknown, "axis"});
  return series;
}

}  // namespace

class SeriesWordsTest : public QObject {
  Q_OBJECT

 private slots:
  void trainingIsToldAsBefore() {
    CheckpointSeries series;
    series.checkpoints.push_back({{}, "a.pt", 1200, 4, unknown, unknown, "name"});
    series.checkpoints.push_back({{}, "b.pt", 2400, 8, unknown, unknown, "name"});
    const SeriesWords words(series);
    QCOMPARE(placeText(words, series.checkpoints[0]), QStringLiteral("step 1,200 (epoch 4)"));
    QCOMPARE(shortPlaceText(words, series.checkpoints[0]), QStringLiteral("step 1,200"));
    QCOMPARE(betweenText(words, series.checkpoints[0], series.checkpoints[1]),
             QStringLiteral("between steps 1,200 and 2,400"));
    QVERIFY(frameTexts(series).empty());
    series.stepsAreEpochs = true;
    QCOMPARE(betweenText(SeriesWords(series), series.checkpoints[0], series.checkpoints[1]),
             QStringLiteral("between epochs 1,200 and 2,400"));
  }

  void layersAreToldByName() {
    const CheckpointSeries series = depthSeries();
    const SeriesWords words(series);
    QCOMPARE(placeText(words, series.checkpoints[0]), QStringLiteral("layer conv1"));
    QCOMPARE(placeText(words, series.checkpoints[2]), QStringLiteral("the output"));
    QCOMPARE(betweenText(words, series.checkpoints[0], series.checkpoints[1]),
             QStringLiteral("between layers conv1 and relu1"));
    QCOMPARE(axisText(words), QStringLiteral("layer"));
    QCOMPARE(frameTexts(series), (std::vector<QString>{"conv1", "relu1", "output"}));
  }

  void anotherNumberIsToldByItsName() {
    const CheckpointSeries series = prunedSeries();
    const SeriesWords words(series);
    QCOMPARE(placeText(words, series.checkpoints[2]), QStringLiteral("pruning ratio 0.75"));
    QCOMPARE(betweenText(words, series.checkpoints[0], series.checkpoints[1]),
             QStringLiteral("pruning ratio between 0 and 0.5"));
    QCOMPARE(frameTexts(series).back(), QStringLiteral("0.75"));
  }

  void theAxisHasNamesAtEqualDistances() {
    Playhead playhead;
    const CheckpointSeries series = depthSeries();
    playhead.reset(DynamicsTrack(series).steps(), frameTexts(series));
    for (const AxisScale scale : {AxisScale::log, AxisScale::linear}) {
      playhead.setScale(scale);
      QVERIFY(playhead.axis().labeled());
      const auto ticks = playhead.axis().ticks();
      QCOMPARE(ticks.size(), std::size_t{3});
      QCOMPARE(ticks[1].label, QStringLiteral("relu1"));
      QCOMPARE(ticks[1].place, 0.5);
    }
    playhead.reset({0.0, 1.0});
    QVERIFY(!playhead.axis().labeled());
  }

  void noPhaseIsFoundOverLayers() {
    const auto point = [](std::size_t at, double first, double third) {
      auto made = std::make_shared<TrackPoint>();
      made->checkpoint = at;
      made->strength.andPositive = {first, 0.0, third};
      made->strength.andNegative = made->strength.orPositive = made->strength.orNegative = {0.0, 0.0, 0.0};
      made->strength.samples = 1;
      return made;
    };
    CheckpointSeries depth = depthSeries();
    for (const char* name : {"fc1", "relu2"}) {
      depth.checkpoints.push_back(depth.checkpoints.back());
      depth.checkpoints.back().name = name;
      ++depth.checkpoints.back().step;
    }
    CheckpointSeries training = depth;
    training.kind = SeriesKind::training;
    for (const CheckpointSeries& series : {training, depth}) {
      DynamicsTrack track(series);
      for (const std::size_t high : {0U, 3U, 4U}) track.add(point(high, 0.0, 1.0));
      for (const std::size_t low : {1U, 2U}) track.add(point(low, 1.0, 0.0));
      QCOMPARE(track.phaseTwo().checkpoint.has_value(), series.kind == SeriesKind::training);
    }
  }
};

QTEST_GUILESS_MAIN(SeriesWordsTest)
#include "tst_series_words.moc"
