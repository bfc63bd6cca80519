// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "ui/chart/figure_canvas.h"
#include "ui/figure/animation.h"
#include "ui/figure/growing_heatmap.h"
#include "ui/figure/side_by_side.h"
#include "ui/figure/write_animation.h"

#include <QDir>
#include <QGuiApplication>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace spindle;

namespace {

OrderStrength strengthOf(std::vector<double> positive, std::vector<double> negative) {
  OrderStrength strength;
  strength.orPositive.assign(positive.size(), 0.0);
  strength.orNegative.assign(positive.size(), 0.0);
  strength.andPositive = std::move(positive);
  strength.andNegative = std::move(negative);
  strength.samples = 1;
  return strength;
}

AnimationData series() {
  AnimationData data;
  data.run = "test";
  data.points = {{0, 0, 2.0, 2.0, strengthOf({0.2, 0.4, 0.4}, {0, 0, 0})},
                 {9, 1, 1.0, 1.1, strengthOf({0.9, 0.1, 0.0}, {0, 0, 0})},
                 {99, 10, 0.1, 0.9, strengthOf({0.2, 0.2, 0.2}, {-0.1, -0.1, -0.2})}};
  data.phaseTwo = 1;
  return data;
}

AnimationSpec smallSpec() {
  AnimationSpec spec;
  spec.size = {640, 360};
  spec.framesPerSecond = 10;
  spec.seconds = 4.0;
  spec.normalize = false;
  return spec;
}

/// Height in pixels of the blue column at the middle of an order's bar, from zero upwards.
int blueHeight(const QImage& image, const QRectF& bars, int orders, int order) {
  const int x = static_cast<int>(bars.left() + (order - 0.5) * bars.width() / orders);
  int height = 0;
  for (int y = static_cast<int>(bars.top()); y < static_cast<int>(bars.bottom()); ++y)
    height += image.pixelColor(x, y) == paperColor(ColorRole::andPositive) ? 1 : 0;
  return height;
}

/// Column of the playhead: the one in whose upper half most pixels have nearly its color.
int headColumn(const QImage& image, const QRectF& losses) {
  int best = -1;
  int most = 0;
  for (int x = 0; x < image.width(); ++x) {
    int count = 0;
    for (int y = static_cast<int>(losses.top()) + 6; y < static_cast<int>(losses.center().y()); ++y) {
      const QColor color = image.pixelColor(x, y);
      const int apart = std::abs(color.red() - 0x9A) + std::abs(color.green() - 0x6A) + color.blue();
      count += apart < 150 ? 1 : 0;
    }
    if (count > most) {
      most = count;
      best = x;
    }
  }
  return best;
}

class StopAfter : public RunControl {
 public:
  explicit StopAfter(std::size_t frames) : frames_(frames) {}
  [[nodiscard]] bool stopRequested() const override { return seen_ >= frames_; }
  void progress(std::size_t done, std::size_t, std::string_view) override { seen_ = done; }

 private:
  std::size_t frames_, seen_ = 0;
};

}  // namespace

class AnimationTest : public QObject {
  Q_OBJECT

 private slots:
  void passesThroughEveryCheckpoint() {
    const AnimationData data = series();
    const Animation animation(data, smallSpec());
    QCOMPARE(animation.frames(), 5 + 40 + 15);
    std::vector<bool> real(data.points.size(), false);
    double before = -1.0;
    for (int frame = 0; frame < animation.frames(); ++frame) {
      const PlayheadSpot& spot = animation.spot(frame);
      if (spot.real()) real[spot.lower] = true;
      const double now = static_cast<double>(spot.lower) + spot.fraction;
      QVERIFY(now >= before);  // never back
      before = now;
      QCOMPARE(animation.label(frame).startsWith("between"), !spot.real());
    }
    for (const bool seen : real) QVERIFY(seen);
    QCOMPARE(animation.label(0), QStringLiteral("step 0 (epoch 0)"));
    QVERIFY(animation.spot(4).real() && animation.spot(animation.frames() - 15).lower == 2);
  }

  void logAndLinearMoveDifferently() {
    const AnimationData data = series();
    AnimationSpec spec = smallSpec();
    const Animation log(data, spec);
    spec.scale = AxisScale::linear;
    const Animation linear(data, spec);
    const auto framesBefore = [](const Animation& animation) {
      int count = 0;
      for (int frame = 0; frame < animation.frames(); ++frame) count += animation.spot(frame).lower == 0 ? 1 : 0;
      return count;
    };
    QVERIFY(framesBefore(log) > 20);     // half of the way
    QVERIFY(framesBefore(linear) < 12);  // a tenth
  }

  void barsFollowTheStrengthOnAFixedAxis() {
    const AnimationData data = series();
    const Animation animation(data, smallSpec());
    const QRectF bars = animation.barsRect();
    const double pixels = bars.height() / (animation.high() - animation.low());
    for (int frame = 0; frame < animation.frames(); frame += 3) {
      const PlayheadSpot& spot = animation.spot(frame);
      const QImage image = animation.draw(frame);
      QCOMPARE(image.size(), QSize(640, 360));
      for (int k = 1; k <= 3; ++k) {
        const double a = data.points[spot.lower].strength.positive(k);
        const double b = data.points[spot.upper].strength.positive(k);
        const double expected = pixels * (a + spot.fraction * (b - a));
        const int height = blueHeight(image, bars, 3, k);
        QVERIFY2(std::abs(height - expected) <= 2.5,
                 qPrintable(QString("frame %1 order %2: %3, not %4").arg(frame).arg(k).arg(height).arg(expected)));
      }
    }
  }

  void playheadMovesFromEndToEnd() {
    const AnimationData data = series();
    const Animation animation(data, smallSpec());
    const QRectF losses = animation.lossesRect();
    const int first = headColumn(animation.draw(0), losses);
    const int last = headColumn(animation.draw(animation.frames() - 1), losses);
    QVERIFY(std::abs(first - losses.left()) < 3);
    QVERIFY(std::abs(last - losses.right()) < 3);
    int before = first;
    for (int frame = 0; frame < animation.frames(); frame += 5) {
      const int now = headColumn(animation.draw(frame), losses);
      QVERIFY(now >= before);
      before = now;
    }
  }

  void oneCheckpointAndNoLosses() {
    AnimationData data = series();
    data.points.resize(1);
    data.phaseTwo.reset();
    data.points[0].trainLoss = data.points[0].testLoss = std::numeric_limits<double>::quiet_NaN();
    const Animation animation(data, smallSpec());
    QCOMPARE(animation.frames(), 5 + 1 + 15);
    QVERIFY(!animation.draw(0).isNull());
  }

  void refusesWhatCannotBeAFilm_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("fps");
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("word");
    QTest::newRow("odd") << QSize(641, 360) << 30 << 5.0 << "even";
    QTest::newRow("tiny") << QSize(64, 36) << 30 << 5.0 << "between 320x180";
    QTest::newRow("fps") << QSize(640, 360) << 500 << 5.0 << "frames a second";
    QTest::newRow("seconds") << QSize(640, 360) << 30 << std::nan("") << "seconds";
  }
  void refusesWhatCannotBeAFilm() {
    QFETCH(QSize, size);
    QFETCH(int, fps);
    QFETCH(double, seconds);
    QFETCH(QString, word);
    AnimationSpec spec;
    spec.size = size;
    spec.framesPerSecond = fps;
    spec.seconds = seconds;
    const AnimationData data = series();
    try {
      const Animation animation(data, spec);
      QFAIL("accepted");
    } catch (const UserError& error) {
      QVERIFY2(QString(error.what()).contains(word), error.what());
    }
  }

  void picturesAreWholeOrNotThere() {
    const QTemporaryDir folder;
    const AnimationData data = series();
    RunControl control;
    const auto target = std::filesystem::path(folder.filePath("film").toStdString());
    const AnimationReport report = writeAnimation(data, smallSpec(), target, control);
    QCOMPARE(report.outcome, Outcome::finished);
    const QStringList names = QDir(folder.filePath("film")).entryList(QDir::Files, QDir::Name);
    QCOMPARE(names.size(), 60);
    QCOMPARE(names.front(), QStringLiteral("frame-0001.png"));
    QCOMPARE(QImage(folder.filePath("film/frame-0060.png")).size(), QSize(640, 360));
    // Never mixed with what is there.
    QVERIFY_EXCEPTION_THROWN(writeAnimation(data, smallSpec(), target, control), UserError);
    StopAfter stopping(7);
    const auto other = std::filesystem::path(folder.filePath("other").toStdString());
    QCOMPARE(writeAnimation(data, smallSpec(), other, stopping).outcome, Outcome::stopped);
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList{"film"});
  }

  void twoRunsAreAtTheSameStep() {
    AnimationData other = series();
    other.run = "shorter";
    other.points.pop_back();
    other.points[1].step = 30;
    AnimationSpec spec = smallSpec();
    spec.size = {1280, 360};
    const SideBySide both(series(), other, spec);
    QCOMPARE(both.frames(), 60);
    QCOMPARE(both.draw(30).size(), QSize(1280, 360));
    QCOMPARE(both.half(0).low(), both.half(1).low());
    QCOMPARE(both.half(0).high(), both.half(1).high());
    const auto stepOf = [](const Animation& half, const std::vector<double>& steps, int frame) {
      const PlayheadSpot& at = half.spot(frame);
      const double from = std::log10(1.0 + steps[at.lower]), to = std::log10(1.0 + steps[at.upper]);
      return std::pow(10.0, from + at.fraction * (to - from)) - 1.0;
    };
    for (int frame = 0; frame < both.frames(); ++frame) {
      const double left = stepOf(both.half(0), {0, 9, 99}, frame), right = stepOf(both.half(1), {0, 30}, frame);
      QVERIFY2(std::abs(std::min(left, 30.0) - right) <= 1e-3 * (1.0 + right),
               qPrintable(QString("%1: %2, %3").arg(frame).arg(left).arg(right)));
    }
    spec.size = {320, 180};
    QVERIFY_EXCEPTION_THROWN(SideBySide(series(), other, spec), UserError);
    other.words.stepsAreEpochs = true;
    spec.size = {1280, 360};
    QVERIFY_EXCEPTION_THROWN(SideBySide(series(), other, spec), UserError);
  }

  void heatMapGrowsOnAxesThatStay() {
    const GrowingHeatmap film(series(), smallSpec());
    QCOMPARE(film.frames(), 60);
    qsizetype before = 0;
    for (int frame = 0; frame < film.frames(); ++frame) {
      const Chart chart = film.chart(frame);
      const auto& cells = std::get<Cells>(chart.marks.front());
      const qsizetype known =
          std::count_if(cells.values.begin(), cells.values.end(), [](double value) { return !std::isnan(value); });
      QVERIFY(known >= before && known % 3 == 0);
      QCOMPARE(chart.marks.size() > 1, known >= 6);  // the marker comes with its checkpoint
      before = known;
    }
    QCOMPARE(before, qsizetype{9});
    QVERIFY(film.draw(0) != film.draw(59));
  }

  void stoppedFilmLeavesNothing() {
    const QTemporaryDir folder;
    const AnimationData data = series();
    StopAfter stopping(7);
    const auto target = std::filesystem::path(folder.filePath("film.mp4").toStdString());
    QCOMPARE(writeAnimation(data, smallSpec(), target, stopping).outcome, Outcome::stopped);
    QVERIFY(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).isEmpty());
  }
};

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QGuiApplication application(argc, argv);
  AnimationTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "tst_animation.moc"
