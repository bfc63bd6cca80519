// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/bodies/motion_numbers.h"
#include "core/base/user_error.h"
#include "core/results/stored_motion.h"
#include "tests/core/near.h"

#include <QtTest>

#include <cmath>

using namespace spindle;
using spindle::test::near;

namespace {

/// Three bodies, so two variables; one checkpoint, one sample, times 0.5 and 1. The truth: 2 for the first other body,
/// 3 more for both together, four times as much at the second time.
BodyMotion motion() {
  BodyMotion one;
  one.force = "charged";
  one.times = 2;
  one.horizons = 1;
  one.bodies = 3;
  one.error = {"", {1, 3, 2}, {1, 4, 2, 5, 6, 12}};
  one.still = one.straight = one.error;
  one.paths = {"", {1, 1, 18}, std::vector<double>(18)};
  one.truePaths = {"", {1, 1, 27}, std::vector<double>(27)};
  one.trueScores = {"", {1, 1, 8}, {0, 2, 0, 5, 0, 8, 0, 20}};
  one.scores = {"", {1, 1, 8}, {0, 2, 0, 5, 0, 0, 0, 0}};
  return one;
}

ResultsHeader header() {
  ResultsHeader one;
  one.run = "bodies";
  one.step = {0.0};
  one.sampleIndex = {0};
  return one;
}

}  // namespace

class TstMotion : public QObject {
  Q_OBJECT

 private slots:
  void meanAndMedian() {
    const auto summary = errorSummary(motion().error, 0, 0);
    QVERIFY(near(summary.mean, 3.0, 1e-12) && near(summary.median, 2.0, 1e-12));
    QVERIFY(near(errorSummary(motion().error, 0, 1).mean, 7.0, 1e-12));
    auto broken = motion();
    broken.error.values[0] = std::nan("");
    QVERIFY(std::isnan(errorSummary(broken.error, 0, 0).mean));
  }

  void ordersBesideTheTruth() {
    const auto same = compareOrders(motion(), 0, 0);
    QVERIFY(near(same.truth[0], 2.0, 1e-12) && near(same.truth[1], 3.0, 1e-12));
    QVERIFY(near(same.network[0], 2.0, 1e-12) && near(same.network[1], 3.0, 1e-12));
    QVERIFY(near(same.error[0], 0.0, 1e-12) && near(same.error[1], 0.0, 1e-12));
    const auto nothing = compareOrders(motion(), 0, 1);
    QVERIFY(near(nothing.truth[0], 8.0, 1e-12) && near(nothing.truth[1], 12.0, 1e-12));
    QVERIFY(near(nothing.error[0], 1.0, 1e-12) && near(nothing.error[1], 1.0, 1e-12));
  }

  /// Errors of opposite signs must not cancel.
  void errorsAreOfEachInteraction() {
    auto one = motion();
    one.trueScores.values = {0, 1, 1, 2, 0, 1, 1, 2};
    one.scores.values = {0, 2, 0, 2, 0, 2, 0, 2};
    QVERIFY(near(compareOrders(one, 0, 0).error[0], 1.0, 1e-12));
    QVERIFY(std::isnan(compareOrders(one, 0, 0).error[1]));
  }

  void timesAndStore() {
    QVERIFY(near(motion().timeAt(0), 0.5, 1e-12) && near(motion().timeAt(1), 1.0, 1e-12));
    auto results = header();
    QVERIFY(!storedMotion(results));
    results.measurements.push_back(asStored(motion()));
    const auto back = storedMotion(results);
    QVERIFY(back.has_value());
    QCOMPARE(back->force, std::string("charged"));
    QCOMPARE(back->trueScores.values, motion().trueScores.values);
    results.measurements.front().arrays.pop_back();
    QVERIFY_THROWS_EXCEPTION(UserError, storedMotion(results));
  }
};

QTEST_APPLESS_MAIN(TstMotion)
#include "tst_motion.moc"
