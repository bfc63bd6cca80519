// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/theory/theory.h"
#include "core/analysis/theory/theory_fit.h"
#include "core/analysis/theory/untrained.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/near.h"

#include <Eigen/Dense>
#include <QtTest>

#include <algorithm>
#include <bit>
#include <limits>
#include <stdexcept>

using namespace spindle;
using spindle::test::allNear;
using spindle::test::Dice;
using spindle::test::near;
using spindle::test::RandomSamples;

namespace {

/// (J'J + 2^n diag(2^|T| sigma2))^-1 J'J as printed.
Eigen::MatrixXd denseSolution(int n, double sigma2) {
  const int size = 1 << n;
  Eigen::MatrixXd subset(size, size);
  for (int s = 0; s < size; ++s)
    for (int t = 0; t < size; ++t) subset(s, t) = (t & ~s) == 0 ? 1.0 : 0.0;
  const Eigen::MatrixXd gram = subset.transpose() * subset;
  Eigen::MatrixXd regularized = gram;
  for (int t = 0; t < size; ++t)
    regularized(t, t) += size * std::ldexp(sigma2, std::popcount(static_cast<unsigned>(t)));
  return regularized.ldlt().solve(gram);
}

std::vector<double> orderMeans(const std::vector<double>& values, int n) {
  std::vector<double> sum(n + 1, 0.0), count(n + 1, 0.0);
  for (unsigned s = 0; s < values.size(); ++s) {
    sum[std::popcount(s)] += values[s];
    count[std::popcount(s)] += 1;
  }
  for (int k = 0; k <= n; ++k) sum[k] /= count[k];
  return sum;
}

}  // namespace

class TestTheory : public QObject {
  Q_OBJECT

 private slots:
  void agreesWithTheDenseSolution_data() {
    QTest::addColumn<int>("n");
    QTest::addColumn<double>("sigma2");
    for (int n : {1, 2, 3, 6, 8})
      for (double sigma2 : {1e-6, 1e-3, 0.1, 1.0, 50.0}) QTest::addRow("n=%d sigma2=%g", n, sigma2) << n << sigma2;
  }

  void agreesWithTheDenseSolution() {
    QFETCH(int, n);
    QFETCH(double, sigma2);
    Dice dice(31);
    std::vector<double> w = dice.normals(std::size_t{1} << n);
    const Eigen::MatrixXd dense = denseSolution(n, sigma2);
    const Eigen::VectorXd expected = dense * Eigen::Map<const Eigen::VectorXd>(w.data(), dense.cols());
    theorySolution(w, sigma2);
    QVERIFY(allNear(w, std::vector<double>(expected.begin(), expected.end()), 1e-9));
    for (int k = 0; k <= n; ++k) {
      const Eigen::VectorXd row = dense.row((1 << k) - 1);
      QVERIFY(allNear(theoryRow(n, k, sigma2), std::vector<double>(row.begin(), row.end()), 1e-9));
    }
  }

  void withoutNoiseTheInteractionsStayAndWithAllNoiseTheyVanish() {
    Dice dice(8);
    const std::vector<double> w = dice.normals(256);
    std::vector<double> none = w, all = w;
    theorySolution(none, 0.0);
    theorySolution(all, std::numeric_limits<double>::infinity());
    QVERIFY(allNear(none, w, 1e-12));
    QVERIFY(allNear(all, std::vector<double>(256, 0.0), 0.0));
    QVERIFY_EXCEPTION_THROWN(theorySolution(none, -1.0), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(theorySolution(none, qQNaN()), std::invalid_argument);
    std::vector<double> odd(3, 0.0);
    QVERIFY_EXCEPTION_THROWN(theorySolution(odd, 1.0), std::invalid_argument);
  }

  void rowNormsAreThoseOfTheNotes_data() {
    QTest::addColumn<int>("n");
    QTest::addColumn<double>("sigma2");
    QTest::addColumn<QVector<double>>("norms");
    QTest::addRow("n=3 sigma2=1") << 3 << 1.0 << QVector<double>{0.5471, 0.2097, 0.07576, 0.02647};
    QTest::addRow("n=3 sigma2=0.01") << 3 << 0.01 << QVector<double>{0.9666, 0.8865, 0.6563, 0.3492};
    QTest::addRow("n=6 sigma2=0.1") << 6 << 0.1
                                    << QVector<double>{0.8299, 0.6112, 0.3055, 0.1315, 0.05233, 0.01982, 0.007256};
    QTest::addRow("n=10 sigma2=0.01") << 10 << 0.01
                                      << QVector<double>{0.9732,  0.8473,  0.6407,   0.3847,   0.1940,   0.08782,
                                                         0.03704, 0.01486, 0.005746, 0.002159, 0.0007931};
  }

  void rowNormsAreThoseOfTheNotes() {
    QFETCH(int, n);
    QFETCH(double, sigma2);
    QFETCH(QVector<double>, norms);
    const auto actual = theoryRowNorms(n, sigma2);
    QCOMPARE(static_cast<qsizetype>(actual.size()), norms.size());
    for (std::size_t k = 0; k < actual.size(); ++k) {
      QVERIFY(near(actual[k] / norms[static_cast<qsizetype>(k)], 1.0, 3e-4));
    }
  }

  void ratiosOfRowNormsGrowWithTheNoiseUpToRootTen() {
    for (int n : {2, 5, 10}) {
      std::vector<double> before(n + 1, 1.0);
      for (double sigma2 : {1e-6, 1e-4, 1e-2, 1.0, 1e2, 1e4, 1e8}) {
        const auto norms = theoryRowNorms(n, sigma2);
        for (int k = 1; k < n; ++k) {
          const double ratio = norms[k] / norms[k + 1];
          QVERIFY(ratio > before[k]);
          QVERIFY(ratio < std::sqrt(10.0) + 1e-6);
          before[k] = ratio;
        }
      }
      for (int k = 1; k < n; ++k) QVERIFY(near(before[k], std::sqrt(10.0), 1e-4));
    }
    const auto norms = theoryRowNorms(10, 10.0);
    const double dense[] = {2.996, 3.0266, 3.05, 3.0684, 3.0831, 3.0951, 3.1049, 3.1132, 3.12, 3.1259};
    for (int k = 0; k < 10; ++k) QVERIFY(near(norms[k] / norms[k + 1], dense[k], 1e-4));  // by numpy's dense solve
  }

  void orderMeansReduceExactly_data() {
    QTest::addColumn<int>("n");
    for (int n : {1, 4, 10}) QTest::addRow("n=%d", n) << n;
  }

  void orderMeansReduceExactly() {
    QFETCH(int, n);
    Dice dice(77);
    for (double sigma2 : {1e-4, 0.1, 3.0}) {
      std::vector<double> w = dice.normals(std::size_t{1} << n);
      const auto before = orderMeans(w, n);
      theorySolution(w, sigma2);
      const auto after = orderMeans(w, n);
      const auto reduction = theoryOrderMeans(n, sigma2);
      for (int k = 0; k <= n; ++k) {
        double expected = 0.0;
        for (int j = 0; j <= n; ++j) expected += reduction[k][j] * before[j];
        QVERIFY(near(after[k], expected, 1e-11));
      }
    }
  }

  void orderSquaresPredictTheMeanOfSquares() {
    const int n = 5;
    const auto squares = theoryOrderSquares(n, 0.05);
    const Eigen::MatrixXd dense = denseSolution(n, 0.05);
    for (int k = 0; k <= n; ++k) {
      std::vector<double> expected(n + 1, 0.0);
      for (unsigned t = 0; t < 32; ++t) expected[std::popcount(t)] += std::pow(dense((1 << k) - 1, t), 2);
      QVERIFY(allNear(squares[k], expected, 1e-11));
    }
  }

  void fitFindsTheNoiseThatMadeTheDistribution() {
    Dice dice(41);
    RandomSamples tables(6, 8, dice);
    const auto views = tables.views();
    const TheoryModel model(views, 0.5);
    double last = 0.0;
    for (double sigma2 : {3.3e-6, 2e-4, 0.017, 0.4}) {
      const auto fit = model.fit(model.shares(sigma2));
      QVERIFY(fit.has_value());
      QVERIFY(fit->residual < 0.01);
      QVERIFY(near(std::log10(fit->sigma2), std::log10(sigma2), 0.05));
      QVERIFY(fit->sigma2 > last);
      last = fit->sigma2;
    }
  }

  void fitOfEdges() {
    Dice dice(42);
    RandomSamples tables(3, 4, dice);
    const auto views = tables.views();
    const TheoryModel model(views, 0.1);
    QVERIFY(!model.fit(std::vector<double>(4, 0.0)));
    QVERIFY(!TheoryModel({}, 0.1).fit(std::vector<double>(4, 0.25)));
    QVERIFY(model.fit(std::vector<double>{1, 0, 0, 0})->sigma2 >= 1.0);
    QVERIFY_EXCEPTION_THROWN(model.fit(std::vector<double>(5, 0.2)), std::invalid_argument);
    // Nothing salient at the end: the same distance everywhere, so the largest sigma2.
    const TheoryModel nothing(views, 1e9);
    const auto fit = nothing.fit(std::vector<double>{0.5, 0.5, 0, 0});
    QVERIFY(near(fit->sigma2, 100.0, 1e-9));
    QVERIFY(near(fit->residual, 1.0, 1e-12));
  }

  void andOnlyAndOrOnlyAreTheTwoPartsOfBoth() {
    Dice dice(43);
    RandomSamples tables(1, 5, dice);
    std::vector<double> zeros(32, 0.0);
    const std::vector<SampleInteractions> onlyAnd{{tables.andParts[0], zeros, 1.0}};
    TheoryOptions options;
    options.part = InteractionPart::andOnly;
    QVERIFY(allNear(TheoryModel(onlyAnd, 0.2).shares(0.01), TheoryModel(onlyAnd, 0.2, options).shares(0.01), 1e-14));
    options.part = InteractionPart::orOnly;
    QVERIFY(allNear(TheoryModel(onlyAnd, 0.2, options).shares(0.01), std::vector<double>(5, 0.0), 0.0));
    // v(empty) matters only with the printed convention.
    tables.andParts[0][0] = 1e3;
    const std::vector<SampleInteractions> shifted{{tables.andParts[0], zeros, 1.0}};
    QVERIFY(allNear(TheoryModel(onlyAnd, 0.2).shares(0.01), TheoryModel(shifted, 0.2).shares(0.01), 1e-14));
    TheoryOptions printed;
    printed.emptySetAsIs = true;
    QVERIFY(l1Distance(TheoryModel(shifted, 0.2, printed).shares(0.01), TheoryModel(shifted, 0.2).shares(0.01)) > 0.01);
  }

  void geometricBaselineFindsItsRatio() {
    std::vector<double> shares;
    double sum = 0.0;
    for (int k = 0; k < 8; ++k) sum += std::pow(0.6, k);
    for (int k = 0; k < 8; ++k) shares.push_back(std::pow(0.6, k) / sum);
    const TheoryFit fit = fitGeometric(shares);
    QVERIFY(near(fit.sigma2, 0.6, 1e-5));
    QVERIFY(near(fit.residual, 0.0, 1e-4));
  }

  void untrainedCurves() {
    const std::vector<double> notes{.008, .054, .202, .500, .849, 1, .808, .429, .135, .019};
    std::vector<double> curve = untrainedShares(10);
    const double largest = *std::max_element(curve.begin(), curve.end());
    for (double& value : curve) value /= largest;
    QVERIFY(allNear(curve, notes, 6e-4));
    QVERIFY(allNear(untrainedShares(4, 0.0), std::vector<double>{4 / 15.0, 6 / 15.0, 4 / 15.0, 1 / 15.0}, 1e-15));
    for (int n = 1; n <= 14; ++n) {
      const auto shares = untrainedShares(n);
      const auto peak = std::max_element(shares.begin(), shares.end()) - shares.begin() + 1;
      QCOMPARE(static_cast<int>(peak), static_cast<int>(std::ceil((std::sqrt(2.0) * n - 1) / (1 + std::sqrt(2.0)))));
    }
    for (double exponent : {-0.7, 0.0, 1.0, 1.3}) {
      QVERIFY(near(fitUntrainedExponent(untrainedShares(10, exponent)), exponent, 1e-4));
    }
    QVERIFY(std::isnan(fitUntrainedExponent(std::vector<double>(4, 0.0))));
  }
};

QTEST_APPLESS_MAIN(TestTheory)
#include "tst_theory.moc"
