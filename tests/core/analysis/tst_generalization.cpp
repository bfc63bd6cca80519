// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/generalization/sample_groups.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/dynamics/synthetic_run.h"
#include "tests/core/near.h"

#include <QtTest>

#include <limits>
#include <stdexcept>

using namespace spindle;
using spindle::test::allNear;
using spindle::test::Dice;
using spindle::test::near;
using spindle::test::RandomSamples;
using spindle::test::SyntheticRun;

namespace {

std::vector<SampleLabel> alternating(std::size_t samples) {
  std::vector<SampleLabel> labels;
  for (std::size_t i = 0; i < samples; ++i) labels.push_back({7, i % 2 == 1});
  return labels;
}

}  // namespace

class TestGeneralization : public QObject {
  Q_OBJECT

 private slots:
  void sameSamplesAreFullySimilar() {
    Dice dice(1);
    const RandomSamples tables(5, 4, dice);
    std::vector<SampleInteractions> views;
    for (const auto& view : tables.views()) views.insert(views.end(), 2, view);
    const auto result = similarityByOrder(views, alternating(10), 0.1);
    QVERIFY(allNear(result.mean, std::vector<double>(4, 1.0), 1e-12));
    QCOMPARE(result.usedClasses(), std::size_t{1});
  }

  void oppositeSignsAreNotSimilarAtAll() {
    Dice dice(2);
    RandomSamples tables(10, 4, dice);
    for (std::size_t i = 0; i < 10; ++i) {
      for (std::size_t s = 0; s < 16; ++s) {
        tables.andParts[i][s] = (i % 2 == 1 ? -1.0 : 1.0) * (1.0 + static_cast<double>(s));
        tables.orParts[i][s] = 0.0;
      }
    }
    const auto views = tables.views();
    QVERIFY(allNear(similarityByOrder(views, alternating(10), 0.1).mean, std::vector<double>(4, 0.0), 0.0));
  }

  void handMadeClass() {
    // Order 2 of n = 2: AND means 2 (train) and 1 (test), OR means -1 and 1; (1 + 0 + 0) / (2 + 1 + 1).
    const std::vector<double> trainAnd{9, 0, 0, 2}, testAnd{9, 0, 0, 1}, trainOr{0, 0, 0, -1}, testOr{0, 0, 0, 1};
    const std::vector<SampleInteractions> views{{trainAnd, trainOr, 1}, {testAnd, testOr, 1}};
    const auto result = similarityByOrder(views, alternating(2), 0.5, 1);
    QCOMPARE(result.mean, (std::vector<double>{0.0, 0.25}));
    QCOMPARE(result.undefined, (std::vector<std::size_t>{1, 0}));  // nothing at order 1: 0/0
    QVERIFY(result.classes[0].undefined[0] && !result.classes[0].undefined[1]);
    // The OR effects fall below a threshold of 1.5, and so does the AND effect of the test sample.
    QCOMPARE(similarityByOrder(views, alternating(2), 1.5, 1).mean, (std::vector<double>{0.0, 0.0}));
  }

  void classesWithTooFewSamplesAreSkippedAndReported() {
    Dice dice(3);
    const RandomSamples tables(14, 3, dice);
    auto views = tables.views();
    std::vector<SampleLabel> labels = alternating(10);
    for (bool test : {true, true, true, false}) labels.push_back({3, test});
    const auto both = similarityByOrder(views, labels, 0.1);
    QCOMPARE(both.classes.size(), std::size_t{2});
    QVERIFY(both.classes[0].skipped && both.classes[0].target == 3);
    QCOMPARE(both.classes[0].train, std::size_t{1});
    QCOMPARE(both.classes[0].test, std::size_t{3});
    QCOMPARE(both.usedClasses(), std::size_t{1});
    QCOMPARE(both.mean, both.classes[1].similarity);
    QCOMPARE(similarityByOrder(views, labels, 0.1, 1).usedClasses(), std::size_t{2});
    views[0] = {};  // a failed sample leaves class 7 with 4 training samples
    const auto none = similarityByOrder(views, labels, 0.1);
    QCOMPARE(none.usedClasses(), std::size_t{0});
    QVERIFY(none.mean.empty());
    labels.pop_back();
    QVERIFY_EXCEPTION_THROWN(similarityByOrder(views, labels, 0.1), std::invalid_argument);
  }

  void groupsAddUpToTheWhole() {
    Dice dice(4);
    const RandomSamples tables(6, 5, dice);
    const auto views = tables.views();
    const SampleStrengths strengths(views, 0.3);
    const std::vector<bool> mislabeled{true, false, false, true, false, false};
    const auto groups = compareGroups(strengths, mislabeled);
    const OrderStrength whole = orderStrength(strengths);
    QCOMPARE(groups.clean.samples, std::size_t{4});
    QCOMPARE(groups.mislabeled.samples, std::size_t{2});
    for (int k = 1; k <= 5; ++k) {
      QVERIFY(near(4 * groups.clean.total(k) + 2 * groups.mislabeled.total(k), 6 * whole.total(k), 1e-11));
    }
    const OrderStrength nobody = groupStrength(strengths, std::vector<bool>(6, false));
    QCOMPARE(nobody.samples, std::size_t{0});
    QVERIFY(std::isnan(highOrderShare(nobody)));
    QVERIFY_EXCEPTION_THROWN(groupStrength(strengths, std::vector<bool>(5)), std::invalid_argument);
  }

  void shareOfHighOrders() {
    const std::vector<double> clean{0, 3, 0, 0, 0, 0, 0, 1}, wrong{0, 0, 0, 1, 0, 0, 0, -4}, zeros(8, 0.0);
    const std::vector<SampleInteractions> views{{clean, zeros, 1}, {wrong, zeros, 1}};
    const auto groups = compareGroups(SampleStrengths(views, 0.1), {false, true});
    QCOMPARE(groups.cleanShare, 0.25);
    QCOMPARE(groups.mislabeledShare, 0.8);
    QVERIFY(groups.moreHighOrders());
    QCOMPARE(highOrderShare(groups.mislabeled, 2), 1.0);
  }

  void samplesThatTurnFirstComeFirst() {
    const std::vector<std::vector<double>> meanOrders{
        {3, 2, 1, 1, 1, 2, 3}, {3, 1, 2, 3, 3, 3, 3}, {3, 3, 2, 2, 1, 1, 1}, {3, 2, 1, 2, 3, 3, 3}};
    std::vector<SampleStrengths> series;
    const std::vector<double> zeros(32, 0.0);
    for (std::size_t t = 0; t < 7; ++t) {
      std::vector<std::vector<double>> tables;
      for (const auto& wanted : meanOrders) {
        tables.push_back(zeros);
        tables.back()[1] = 5.0 - wanted[t];   // order 1 against order 5
        tables.back()[31] = wanted[t] - 1.0;  // (5 - c + 5 (c - 1)) / 4 = c
      }
      std::vector<SampleInteractions> views;
      for (const auto& table : tables) views.push_back({table, zeros, 1.0});
      if (t == 3) views[2] = {};
      series.emplace_back(views, 0.0);
    }
    const auto turns = sampleTurns(series);
    QCOMPARE(turns.size(), std::size_t{4});
    QCOMPARE(turns[0].sample, std::size_t{1});
    QCOMPARE(turns[1].sample, std::size_t{3});
    QCOMPARE(turns[2].sample, std::size_t{0});
    QCOMPARE(turns[3].sample, std::size_t{2});
    QCOMPARE(*turns[1].checkpoint, std::size_t{2});
    QCOMPARE(*turns[2].checkpoint, std::size_t{4});
    QVERIFY(!turns[3].checkpoint.has_value());
    QVERIFY(std::isnan(turns[3].meanOrder[3]));
    QVERIFY(allNear(turns[1].meanOrder, meanOrders[3], 1e-12));
    QVERIFY(near(turns[1].rise, 0.5, 1e-12));
    QVERIFY(sampleTurns({}).empty());
  }
};

QTEST_APPLESS_MAIN(TestGeneralization)
#include "tst_generalization.moc"
