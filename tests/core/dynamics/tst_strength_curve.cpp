// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/theory/untrained.h"
#include "core/base/user_error.h"
#include "core/dynamics/order_strength.h"
#include "core/dynamics/strength_curve.h"
#include "core/game/moebius.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/near.h"

#include <QtTest>

#include <algorithm>
#include <bit>
#include <numeric>

using namespace spindle;
using spindle::test::allNear;
using spindle::test::Dice;
using spindle::test::near;
using spindle::test::RandomSamples;

class TestStrengthCurve : public QObject {
  Q_OBJECT

 private slots:
  void andAndOrAddToBoth() {
    Dice dice(1);
    const RandomSamples tables(5, 7, dice);
    const auto views = tables.views();
    const SampleStrengths strengths(views, 0.4);
    const auto both = strengthCurve(strengths), andOnly = strengthCurve(strengths, {InteractionPart::andOnly, {}}),
               orOnly = strengthCurve(strengths, {InteractionPart::orOnly, {}});
    const OrderStrength mean = orderStrength(strengths);
    for (int k = 1; k <= 7; ++k) {
      QVERIFY(near(andOnly.positive[k - 1] + orOnly.positive[k - 1], both.positive[k - 1], 1e-12));
      QVERIFY(near(andOnly.negative[k - 1] + orOnly.negative[k - 1], both.negative[k - 1], 1e-12));
      QVERIFY(near(both.total(k), mean.total(k), 1e-12));
      QVERIFY(near(andOnly.positive[k - 1], mean.andPositive[k - 1], 1e-12));
      QVERIFY(both.positive[k - 1] >= 0.0 && both.negative[k - 1] <= 0.0);
    }
    QCOMPARE(orOnly.total(1), 0.0);
  }

  void normalizedSumsToOneOrN_data() {
    QTest::addColumn<int>("part");
    for (int part : {0, 1, 2}) QTest::addRow("%s", toText(static_cast<InteractionPart>(part)).c_str()) << part;
  }

  void normalizedSumsToOneOrN() {
    QFETCH(int, part);
    Dice dice(2);
    const RandomSamples tables(4, 6, dice);
    const auto views = tables.views();
    const SampleStrengths strengths(views, 0.4);
    const auto bySum = strengthCurve(strengths, {static_cast<InteractionPart>(part), Normalization::sum}).totals();
    const auto byMean = strengthCurve(strengths, {static_cast<InteractionPart>(part), Normalization::mean}).totals();
    QVERIFY(near(std::accumulate(bySum.begin(), bySum.end(), 0.0), 1.0, 1e-12));
    for (std::size_t k = 0; k < 6; ++k) QVERIFY(near(byMean[k], 6 * bySum[k], 1e-12));
  }

  void emptyDistributionIsZeroAndSaysSo() {
    Dice dice(3);
    const RandomSamples tables(3, 4, dice);
    const auto views = tables.views();
    for (Normalization normalization : {Normalization::none, Normalization::sum, Normalization::mean}) {
      const auto curve = strengthCurve(SampleStrengths(views, 1e9), {InteractionPart::both, normalization});
      QVERIFY(curve.empty);
      QVERIFY(allNear(curve.totals(), std::vector<double>(4, 0.0), 0.0));
      const auto nobody = strengthCurve(SampleStrengths(), {InteractionPart::both, normalization});
      QVERIFY(nobody.empty && nobody.positive.empty());
    }
  }

  void standardErrorIsThatOfTheMean() {
    // One salient effect a sample: 1, 2, 3, 6. Mean 3, standard deviation sqrt(14/3), error sqrt(14/12).
    std::vector<std::vector<double>> tables;
    const std::vector<double> zeros(4, 0.0);
    for (double effect : {1.0, 2.0, 3.0, 6.0}) tables.push_back({0, 0, 0, effect});
    std::vector<SampleInteractions> views;
    for (const auto& table : tables) views.push_back({table, zeros, 1.0});
    const auto curve = strengthCurve(SampleStrengths(views, 0.1));
    QCOMPARE(curve.positive[1], 3.0);
    QVERIFY(near(curve.positiveError[1], std::sqrt(14.0 / 12.0), 1e-14));
    QCOMPARE(curve.negativeError[1], 0.0);
    // All strength is at order 2 in every sample, so the share is 1 without error.
    const auto shares = strengthCurve(SampleStrengths(views, 0.1), {InteractionPart::both, Normalization::sum});
    QVERIFY(near(shares.positive[1], 1.0, 1e-15));
    QVERIFY(near(shares.positiveError[1], 0.0, 1e-15));
    views.resize(1);
    QVERIFY(std::isnan(strengthCurve(SampleStrengths(views, 0.1)).positiveError[1]));
  }

  void countsAreThoseOfTheDefinition() {
    Dice dice(4);
    const RandomSamples tables(3, 5, dice);
    auto views = tables.views();
    views.insert(views.begin() + 1, SampleInteractions{});
    const auto counts = salientCounts(SampleStrengths(views, 0.8));
    std::vector<double> andCount(5, 0.0), orCount(5, 0.0);
    for (std::size_t x = 0; x < 3; ++x) {
      for (unsigned s = 1; s < 32; ++s) {
        const int k = std::popcount(s);
        const double a = tables.andParts[x][s] + (k == 1 ? tables.orParts[x][s] : 0.0);
        andCount[k - 1] += std::abs(a) >= 0.8 ? 1 / 3.0 : 0.0;
        orCount[k - 1] += k > 1 && std::abs(tables.orParts[x][s]) >= 0.8 ? 1 / 3.0 : 0.0;
      }
    }
    QVERIFY(allNear(counts.andCount, andCount, 1e-12));
    QVERIFY(allNear(counts.orCount, orCount, 1e-12));
  }

  void varianceOfGaussianTablesDoublesWithTheOrder() {
    // Lemma 1 (Ren et al. 2024): independent scores of variance 1 give Var I(S) = 2^|S|.
    constexpr int n = 8, draws = 200;
    Dice dice(2405);
    std::vector<double> squares(n + 1, 0.0), count(n + 1, 0.0), strength(n, 0.0);
    for (int draw = 0; draw < draws; ++draw) {
      std::vector<double> v = dice.normals(std::size_t{1} << n);
      moebius(v);
      for (unsigned s = 0; s < v.size(); ++s) {
        squares[std::popcount(s)] += v[s] * v[s];
        count[std::popcount(s)] += 1;
        if (s > 0) strength[std::popcount(s) - 1] += std::abs(v[s]);
      }
    }
    for (int k = 1; k <= n; ++k) QVERIFY(near(squares[k] / count[k] / std::ldexp(1.0, k), 1.0, 0.1));
    const double sum = std::accumulate(strength.begin(), strength.end(), 0.0);
    for (double& value : strength) value /= sum;
    QVERIFY(allNear(strength, untrainedShares(n), 0.01));
  }

  void namesReadBack() {
    for (auto part : {InteractionPart::both, InteractionPart::andOnly, InteractionPart::orOnly}) {
      QCOMPARE(interactionPartFrom(toText(part)), part);
    }
    for (auto normalization : {Normalization::none, Normalization::sum, Normalization::mean}) {
      QCOMPARE(normalizationFrom(toText(normalization)), normalization);
    }
    QVERIFY_EXCEPTION_THROWN(interactionPartFrom("xor"), UserError);
    QVERIFY_EXCEPTION_THROWN(normalizationFrom(""), UserError);
  }

  void manyCheckpointsAreQuick() {
    Dice dice(30);
    const RandomSamples tables(4, 10, dice);
    std::vector<SampleInteractions> views;
    for (int i = 0; i < 8; ++i)
      for (const auto& view : tables.views()) views.push_back(view);
    QBENCHMARK {
      for (int checkpoint = 0; checkpoint < 30; ++checkpoint) {
        const SampleStrengths strengths(views, salienceThreshold(views));
        QVERIFY(!strengthCurve(strengths, {InteractionPart::both, Normalization::sum}).empty);
      }
    }
  }
};

QTEST_APPLESS_MAIN(TestStrengthCurve)
#include "tst_strength_curve.moc"
