// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/additive/walsh_spectrum.h"
#include "core/game/coalition.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/near.h"

#include <Eigen/Dense>
#include <QtTest>

#include <cmath>
#include <numeric>
#include <stdexcept>

using namespace spindle;
using spindle::test::Dice;
using spindle::test::near;

namespace {

/// R^2 of the least-squares fit by all products of at most `most` variables, solved densely.
double fittedShare(const std::vector<double>& v, int most) {
  std::vector<Coalition> terms;
  for (Coalition s = 0; s < v.size(); ++s) {
    if (order(s) <= most) terms.push_back(s);
  }
  const auto rows = static_cast<Eigen::Index>(v.size());
  Eigen::MatrixXd a(rows, static_cast<Eigen::Index>(terms.size()));
  Eigen::VectorXd y(rows);
  for (Coalition t = 0; t < v.size(); ++t) {
    y(t) = v[t];
    for (std::size_t j = 0; j < terms.size(); ++j)
      a(t, static_cast<Eigen::Index>(j)) = (t & terms[j]) == terms[j] ? 1.0 : 0.0;
  }
  const Eigen::VectorXd off = y - a * a.colPivHouseholderQr().solve(y);
  return 1.0 - off.squaredNorm() / (y.array() - y.mean()).matrix().squaredNorm();
}

}  // namespace

class AdditiveTest : public QObject {
  Q_OBJECT

 private slots:
  void additiveGamesAreOrderOneAlone();
  void sharesAreThoseOfLeastSquares();
  void banzhafValuesGiveTheFirst();
  void parityIsTheHighestOrderAlone();
  void additiveLogitsAreNotAdditiveLogOdds();
  void constantScoresHaveNone();
};

void AdditiveTest::additiveGamesAreOrderOneAlone() {
  constexpr int n = 8;
  Dice dice(3);
  const std::vector<double> effects = dice.normals(n);
  std::vector<double> v(coalitionCount(n), 7.0);
  for (Coalition t = 0; t < v.size(); ++t) {
    for (int i = 0; i < n; ++i) v[t] += t >> i & 1 ? effects[static_cast<std::size_t>(i)] : 0.0;
  }
  const std::vector<double> shares = varianceByOrder(v);
  QVERIFY(near(shares[0], 1.0, 1e-14));
  QVERIFY(std::accumulate(shares.begin() + 1, shares.end(), 0.0) < 1e-25);
}

void AdditiveTest::sharesAreThoseOfLeastSquares() {
  Dice dice(5);
  for (int n = 2; n <= 8; ++n) {
    const std::vector<double> v = dice.normals(coalitionCount(n));
    const std::vector<double> shares = varianceByOrder(v);
    QVERIFY(near(std::accumulate(shares.begin(), shares.end(), 0.0), 1.0, 1e-12));
    QVERIFY2(near(shares[0], fittedShare(v, 1), 1e-11), qPrintable(QString::number(n)));
    QVERIFY2(near(shares[0] + shares[1], fittedShare(v, 2), 1e-11), qPrintable(QString::number(n)));
  }
}

void AdditiveTest::banzhafValuesGiveTheFirst() {
  constexpr int n = 6;
  Dice dice(9);
  const std::vector<double> v = dice.normals(coalitionCount(n));
  const double mean = std::accumulate(v.begin(), v.end(), 0.0) / 64.0;
  double variance = 0.0, squares = 0.0;
  for (const double value : v) variance += (value - mean) * (value - mean) / 64.0;
  for (int i = 0; i < n; ++i) {
    double beta = 0.0;
    for (Coalition t = 0; t < v.size(); ++t) beta += (t >> i & 1 ? 1.0 : -1.0) * v[t] * std::ldexp(1.0, 1 - n);
    squares += beta * beta;
  }
  QVERIFY(near(varianceByOrder(v)[0], 0.25 * squares / variance, 1e-13));
}

void AdditiveTest::parityIsTheHighestOrderAlone() {
  std::vector<double> v(coalitionCount(5));
  for (Coalition t = 0; t < v.size(); ++t) v[t] = order(t) % 2 == 0 ? 1.0 : -1.0;
  QCOMPARE(varianceByOrder(v), (std::vector<double>{0, 0, 0, 0, 1}));
}

void AdditiveTest::additiveLogitsAreNotAdditiveLogOdds() {
  // Three classes whose logits are sums over two variables: logsumexp of the other two couples them.
  std::vector<double> logit(4), logOdds(4);
  for (Coalition t = 0; t < 4; ++t) {
    const double a = t & 1, b = t >> 1 & 1;
    logit[t] = 2.0 * a - b;
    logOdds[t] = logit[t] - std::log(std::exp(3.0 * a) + std::exp(3.0 * b));
  }
  QVERIFY(near(varianceByOrder(logit)[1], 0.0, 1e-25));
  QVERIFY(varianceByOrder(logOdds)[1] > 0.01);
}

void AdditiveTest::constantScoresHaveNone() {
  QVERIFY(varianceByOrder(std::vector<double>(8, 0.1)).empty());
  QVERIFY_EXCEPTION_THROWN(varianceByOrder(std::vector<double>(3)), std::invalid_argument);
  QVERIFY_EXCEPTION_THROWN(varianceByOrder(std::vector<double>(1)), std::invalid_argument);
}

QTEST_APPLESS_MAIN(AdditiveTest)
#include "tst_additive.moc"
