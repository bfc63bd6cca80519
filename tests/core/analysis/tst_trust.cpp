// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/game_values.h"
#include "core/dynamics/matching_error.h"
#include "core/dynamics/mean_scores.h"
#include "core/dynamics/strength_band.h"
#include "core/game/moebius.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/near.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <algorithm>
#include <bit>
#include <numeric>
#include <stdexcept>

using namespace spindle;
using spindle::test::allNear;
using spindle::test::Dice;
using spindle::test::near;

namespace {

std::vector<double> numbers(const QJsonValue& array) {
  std::vector<double> values;
  for (const QJsonValue& value : array.toArray()) values.push_back(value.toDouble());
  return values;
}

/// Marginal contributions over all orders of arrival.
std::vector<double> shapleyByPermutations(const std::vector<double>& v, int n) {
  std::vector<int> arrival(n);
  std::iota(arrival.begin(), arrival.end(), 0);
  std::vector<double> sum(n, 0.0);
  double permutations = 0.0;
  do {
    unsigned present = 0;
    for (int i : arrival) {
      sum[i] += v[present | 1u << i] - v[present];
      present |= 1u << i;
    }
    permutations += 1.0;
  } while (std::next_permutation(arrival.begin(), arrival.end()));
  for (double& value : sum) value /= permutations;
  return sum;
}

}  // namespace

class TestTrust : public QObject {
  Q_OBJECT

 private slots:
  void allInteractionsMatchEveryScore_data() {
    QTest::addColumn<int>("n");
    for (int n : {1, 2, 5, 9}) QTest::addRow("n=%d", n) << n;
  }

  void allInteractionsMatchEveryScore() {
    QFETCH(int, n);
    Dice dice(1);
    const std::vector<double> v = dice.normals(std::size_t{1} << n);
    std::vector<double> andPart = v, orPart = v;
    for (std::size_t t = 0; t < v.size(); ++t) {  // any split of v - v(empty) will do
      const double share = dice.uniform();
      andPart[t] = v[0] + share * (v[t] - v[0]);
      orPart[t] = (1.0 - share) * (v[t] - v[0]);
    }
    moebius(andPart);
    orTransform(orPart);
    const SampleInteractions interactions{andPart, orPart, std::abs(v.back() - v[0])};
    const MatchingError error = matchingError(v, interactions, 0.0);
    QVERIFY(error.largest < 1e-10);
    QVERIFY(error.salientLargest < 1e-10);
    QVERIFY(near(error.explained, 1.0, 1e-9));
    const MatchingError none = matchingError(v, interactions, 1e9);
    double largest = 0.0;
    for (double score : v) largest = std::max(largest, std::abs(score - v[0]));
    QVERIFY(near(none.salientLargest, largest, 1e-12));
    QVERIFY(none.explained < 1e-9);
  }

  void matchingOfUnequalSizesAndConstants() {
    const std::vector<double> constant(4, 2.5), andPart{2.5, 0, 0, 0}, orPart(4, 0.0), three(3, 0.0);
    QVERIFY(std::isnan(matchingError(constant, {andPart, orPart, 0.0}, 0.1).explained));
    QCOMPARE(matchingError(constant, {andPart, orPart, 0.0}, 0.1).salientLargest, 0.0);
    QVERIFY_EXCEPTION_THROWN(matchingError(three, {andPart, orPart, 0.0}, 0.1), std::invalid_argument);
  }

  void meanScoresOfKnownGames() {
    std::vector<double> linear(16), parity(16);
    for (unsigned s = 0; s < 16; ++s) {
      linear[s] = 5.0 + 2.0 * std::popcount(s);
      parity[s] = std::popcount(s) % 2;
    }
    const std::span<const double> one[] = {linear, {}}, two[] = {linear, parity};
    const MeanScores rising = meanScoresByOrder(one);
    QVERIFY(allNear(rising.byOrder, std::vector<double>{0, 2, 4, 6, 8}, 1e-14));
    QVERIFY(rising.monotone);
    QVERIFY(std::isnan(rising.error[1]));
    const MeanScores mixed = meanScoresByOrder(two);
    QVERIFY(allNear(mixed.byOrder, std::vector<double>{0, 1.5, 2, 3.5, 4}, 1e-14));
    QVERIFY(mixed.monotone);
    QVERIFY(near(mixed.error[1], 0.5, 1e-14));
    const MeanScores swinging = meanScoresByOrder(std::span(two).subspan(1));
    QVERIFY(!swinging.monotone);
    QVERIFY(near(swinging.largestFall, 1.0, 1e-14));
    QVERIFY(meanScoresByOrder({}).byOrder.empty());
  }

  void bandOverDraws() {
    std::vector<OrderStrength> draws(3);
    draws[0] = {{1, 2}, {0, 0}, {0, 0}, {0, -1}, 0.1, 4};
    draws[2] = {{3, 0}, {-1, 0}, {0, 1}, {0, 0}, 0.1, 4};
    const StrengthBand band = strengthBand(draws);
    QCOMPARE(band.draws, std::size_t{2});
    QVERIFY(allNear(band.mean, std::vector<double>{2.5, 2.0}, 1e-14));
    QVERIFY(allNear(band.deviation, std::vector<double>{1.5 * std::sqrt(2.0), std::sqrt(2.0)}, 1e-14));
    QVERIFY(std::isnan(strengthBand(std::span(draws).first(1)).deviation[0]));
    QCOMPARE(strengthBand({}).draws, std::size_t{0});
  }

  void valuesAgreeWithTheirDefinitions_data() { allInteractionsMatchEveryScore_data(); }

  void valuesAgreeWithTheirDefinitions() {
    QFETCH(int, n);
    n = std::min(n, 6);
    Dice dice(9);
    const std::vector<double> v = dice.normals(std::size_t{1} << n);
    const GameValues values = gameValues(v);
    QVERIFY(allNear(values.shapley, shapleyByPermutations(v, n), 1e-11));
    QVERIFY(near(std::accumulate(values.shapley.begin(), values.shapley.end(), 0.0), v.back() - v[0], 1e-11));
    for (int i = 0; i < n; ++i) {
      double banzhaf = 0.0;
      for (unsigned s = 0; s < v.size(); ++s) {
        if (!(s >> i & 1)) banzhaf += (v[s | 1u << i] - v[s]) / std::ldexp(1.0, n - 1);
      }
      QVERIFY(near(values.banzhaf[i], banzhaf, 1e-12));
      for (int j = 0; j < n; ++j) {
        double pair = 0.0;
        const unsigned both = 1u << i | 1u << j;
        for (unsigned s = 0; i != j && s < v.size(); ++s) {
          if ((s & both) != 0) continue;
          const int k = std::popcount(s);
          const double weight = std::tgamma(k + 1.0) * std::tgamma(n - k - 1.0) / std::tgamma(double(n));
          pair += weight * (v[s | both] - v[s | 1u << i] - v[s | 1u << j] + v[s]);
        }
        QVERIFY(near(values.shapleyPairs[i * n + j], pair, 1e-11));
      }
    }
  }

  void valuesOfTheReferenceGames() {
    QFile file(SPINDLE_GOLDEN_DIR "/andor_cases.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(cases.size() > 4);
    for (const QJsonValue& game : cases) {
      const auto expected = numbers(game["shapley"]);
      QVERIFY2(allNear(gameValues(numbers(game["v"])).shapley, expected, 1e-9), qPrintable(game["name"].toString()));
      if (game["and"].isUndefined()) continue;  // stored up to n = 6
      QVERIFY(allNear(gameValuesFromDividends(numbers(game["and"])).shapley, expected, 1e-9));
    }
  }

  void valuesNeedATable() {
    QVERIFY_EXCEPTION_THROWN(gameValues(std::vector<double>{1.0}), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(gameValues(std::vector<double>(3, 0.0)), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(gameValues(std::vector<double>()), std::invalid_argument);
  }
};

QTEST_APPLESS_MAIN(TestTrust)
#include "tst_trust.moc"
