// SPDX-License-Identifier: GPL-3.0-or-later
// Sampled context orders of tables of which the exact ones are known.
#include "core/analysis/context_orders/context_orders.h"
#include "core/measure/context_orders/context_sampler.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/near.h"

#include <QTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>

using namespace spindle;
using spindle::test::Dice;
using spindle::test::near;

namespace {

/// Scores of a table as those of a network with so many variables.
SetScores scoresOf(const std::vector<double>& table, int n) {
  return [&table, n](std::span<const std::uint8_t> present, std::span<double> scores) {
    for (std::size_t row = 0; row < scores.size(); ++row) {
      std::size_t set = 0;
      for (int i = 0; i < n; ++i)
        set |= std::size_t{present[row * static_cast<std::size_t>(n) + static_cast<std::size_t>(i)]} << i;
      scores[row] = table[set];
    }
  };
}

ContextSampling allOrders(int n, std::size_t contexts) {
  ContextSampling sampling;
  sampling.variables = n;
  sampling.window = 0;
  sampling.pairs = 1000;
  sampling.contexts = contexts;
  for (int m = 0; m <= n - 2; ++m) sampling.orders.push_back(m);
  return sampling;
}

/// Mean and standard error over draws.
struct Drawn {
  double mean = 0.0, error = 0.0;
};

template <class Value>
Drawn drawn(int draws, const Value& value) {
  double sum = 0.0, squares = 0.0;
  for (int i = 0; i < draws; ++i) {
    const double one = value(static_cast<std::uint64_t>(i));
    sum += one;
    squares += one * one;
  }
  const double mean = sum / draws;
  return {mean, std::sqrt(std::max(0.0, squares / draws - mean * mean) / draws)};
}

}  // namespace

class ContextSamplerTest : public QObject {
  Q_OBJECT

 private slots:
  void unbiasedBesideExactTables_data() {
    QTest::addColumn<int>("n");
    for (const int n : {8, 9, 10, 12}) QTest::addRow("n = %d", n) << n;
  }

  /// The squares are those of the exact tables within 4 standard errors, and the published strength is too large where
  /// contexts differ.
  void unbiasedBesideExactTables() {
    QFETCH(int, n);
    Dice dice(static_cast<std::uint64_t>(n));
    const std::vector<double> table = dice.normals(std::size_t{1} << n);
    const ContextOrders exact = contextOrdersOfScores(table);
    const ContextSampling sampling = allOrders(n, 8);
    const auto pairs = drawnPairs(sampling, 1, 0);
    QCOMPARE(pairs.size(), exact.pairs());
    RunControl control;
    constexpr int draws = 60;
    std::vector<ContextEstimate> estimates;
    for (std::uint64_t seed = 0; seed < draws; ++seed)
      estimates.push_back(sampledContextOrders(sampling, pairs, seed, scoresOf(table, n), control));
    for (std::size_t m = 0; m < exact.orders(); ++m) {
      double square = 0.0, strength = 0.0;
      for (std::size_t p = 0; p < exact.pairs(); ++p) {
        square += exact.of(p)[m] * exact.of(p)[m] / static_cast<double>(exact.pairs());
        strength += std::abs(exact.of(p)[m]) / static_cast<double>(exact.pairs());
      }
      const Drawn squares = drawn(draws, [&](std::uint64_t i) { return estimates[i].square[m]; });
      const Drawn strengths = drawn(draws, [&](std::uint64_t i) { return estimates[i].strength[m]; });
      if (m == 0 || m + 1 == exact.orders()) {  // a single context: exact
        QVERIFY(near(squares.mean, square, 1e-12) && near(strengths.mean, strength, 1e-12));
        continue;
      }
      QVERIFY2(
          std::abs(squares.mean - square) <= 4.0 * squares.error,
          qPrintable(QString("m = %1: %2 +- %3, exact %4").arg(m).arg(squares.mean).arg(squares.error).arg(square)));
      if (m < 2 || m + 4 > exact.orders()) continue;  // fewer contexts, all of which were drawn
      QVERIFY2(strengths.mean > strength + 4.0 * strengths.error,
               qPrintable(QString("m = %1: %2, exact %3").arg(m).arg(strengths.mean).arg(strength)));
    }
  }

  /// Where all interactions of pairs have one sign the published strength is their mean: unbiased too.
  void withoutSignsThePublishedOneIsUnbiased() {
    constexpr int n = 9;
    Dice dice(5);
    std::vector<double> table(std::size_t{1} << n);
    const std::vector<double> spread = dice.normals(table.size());
    for (std::size_t t = 0; t < table.size(); ++t) {
      const double k = std::popcount(t);
      table[t] = k * k + 0.05 * spread[t];
    }
    const ContextOrders exact = contextOrdersOfScores(table);
    const ContextSampling sampling = allOrders(n, 6);
    const auto pairs = drawnPairs(sampling, 1, 0);
    RunControl control;
    for (std::size_t m = 0; m < exact.orders(); ++m) {
      double strength = 0.0;
      for (std::size_t p = 0; p < exact.pairs(); ++p) strength += exact.of(p)[m] / static_cast<double>(exact.pairs());
      const Drawn found = drawn(40, [&](std::uint64_t seed) {
        return sampledContextOrders(sampling, pairs, seed, scoresOf(table, n), control).strength[m];
      });
      QVERIFY2(std::abs(found.mean - strength) <= 4.0 * found.error + 1e-9, qPrintable(QString::number(m)));
    }
  }

  void parityIsTheSameInEveryContext() {
    constexpr int n = 12;
    std::vector<double> table(std::size_t{1} << n);
    for (std::size_t t = 0; t < table.size(); ++t) table[t] = std::popcount(t) % 2 == 0 ? 1.0 : -1.0;
    ContextSampling sampling = allOrders(n, 4);
    sampling.pairs = 10;
    RunControl control;
    const ContextEstimate found =
        sampledContextOrders(sampling, drawnPairs(sampling, 1, 3), 7, scoresOf(table, n), control);
    for (std::size_t m = 0; m < found.strength.size(); ++m) {
      QVERIFY(near(found.strength[m], 4.0, 1e-12));
      QVERIFY(near(found.square[m], 16.0, 1e-12));
    }
  }

  void pairsOfAGrid() {
    ContextSampling sampling;
    sampling.variables = 12;  // 3 rows of 4
    sampling.window = 1;
    sampling.pairs = 1000;
    const auto all = drawnPairs(sampling, 4, 1);
    QCOMPARE(all.size(), std::size_t{29});  // 9 beside, 8 below, 12 aslant
    for (const auto& [i, j] : all) {
      QVERIFY(i < j);
      QVERIFY(std::abs(i / 4 - j / 4) <= 1 && std::abs(i % 4 - j % 4) <= 1);
    }
    sampling.pairs = 10;
    const auto some = drawnPairs(sampling, 4, 1);
    QCOMPARE(some.size(), std::size_t{10});
    const std::set distinct(some.begin(), some.end());
    QCOMPARE(distinct.size(), std::size_t{10});
    QVERIFY(drawnPairs(sampling, 4, 2) != some);
    sampling.window = 0;
    sampling.pairs = 1000;
    QCOMPARE(drawnPairs(sampling, 4, 1).size(), std::size_t{66});
  }

  void publishedOrders() {
    QCOMPARE(publishedContextOrders(256),
             (std::vector<int>{0, 12, 25, 50, 76, 101, 127, 152, 177, 203, 228, 241, 254}));
    QCOMPARE(publishedContextOrders(4), (std::vector<int>{0, 1, 2}));
  }
};

QTEST_APPLESS_MAIN(ContextSamplerTest)
#include "tst_context_sampler.moc"
