// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/salience/sparsity_curve.h"
#include "core/dynamics/strength_curve.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/near.h"

#include <QtTest>

#include <algorithm>
#include <functional>

using namespace spindle;
using spindle::test::Dice;
using spindle::test::near;
using spindle::test::RandomSamples;

class SalienceTest : public QObject {
  Q_OBJECT

 private slots:
  void sparsityCurveIsTheSortedPool() {
    Dice dice(5);
    const RandomSamples tables(3, 4, dice);
    const auto views = tables.views();
    const SparsityCurve curve = sparsityCurve(views, 0.7);
    QCOMPARE(curve.pooled, std::size_t{3 * (15 + 11)});
    QCOMPARE(curve.strength.size(), curve.pooled);
    QVERIFY(std::is_sorted(curve.strength.begin(), curve.strength.end(), std::greater<>()));
    const auto counts = salientCounts(SampleStrengths(views, 0.7));
    double salient = 0.0;
    for (std::size_t k = 0; k < 4; ++k) salient += 3 * (counts.andCount[k] + counts.orCount[k]);
    QVERIFY(near(static_cast<double>(curve.salient), salient, 1e-9));
    const auto andOnly = sparsityCurve(views, 0.7, InteractionPart::andOnly);
    const auto orOnly = sparsityCurve(views, 0.7, InteractionPart::orOnly);
    QCOMPARE(andOnly.pooled + orOnly.pooled, curve.pooled);
    QCOMPARE(andOnly.salient + orOnly.salient, curve.salient);
    const SparsityCurve thin = sparsityCurve(views, 0.7, InteractionPart::both, 12);
    QVERIFY(thin.rank.size() <= 13 && thin.rank.size() >= 8);
    QCOMPARE(thin.rank.front(), std::size_t{1});
    QCOMPARE(thin.rank.back(), curve.pooled);
    QCOMPARE(thin.salient, curve.salient);
    for (std::size_t i = 0; i < thin.rank.size(); ++i) QCOMPARE(thin.strength[i], curve.strength[thin.rank[i] - 1]);
  }

  void sparsityCurveOfNothing() {
    const std::vector<double> zeros(8, 0.0);
    const SparsityCurve flat = sparsityCurve(std::vector<SampleInteractions>{{zeros, zeros, 0.0}}, 0.0);
    QCOMPARE(flat.pooled, std::size_t{11});
    QVERIFY(flat.rank.empty());
    QCOMPARE(flat.salient, std::size_t{0});
    QVERIFY(sparsityCurve({}, 1.0).rank.empty());
  }
};

QTEST_GUILESS_MAIN(SalienceTest)
#include "tst_salience.moc"
