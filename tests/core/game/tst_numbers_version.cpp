// SPDX-License-Identifier: GPL-3.0-or-later
// Two games whose decompositions are written down here. Where they come out otherwise, results of this build are not
// those of the last one: then numbersVersion (core/base/version.h.in) has to be raised together with these numbers.
#include "core/base/version.h"
#include "core/game/coalition.h"
#include "core/game/decompose.h"
#include "tests/core/near.h"

#include <QTest>

#include <cmath>
#include <cstdint>

using namespace spindle;
using namespace spindle::test;

namespace {

constexpr int writtenDown = 4;

/// Scores that every machine makes alike: a sum over the present variables, bent, and a little noise.
CoalitionTable game(int variables) {
  CoalitionTable table(variables);
  std::uint64_t state = 12345;
  for (Coalition t = 0; t < table.size(); ++t) {
    double sum = 0.0;
    for (int i = 0; i < variables; ++i) sum += (t >> i & 1U) != 0 ? (i % 3 == 0 ? -0.5 : 0.25 + 0.125 * i) : 0.0;
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const double noise = static_cast<double>(state >> 40) / static_cast<double>(1ULL << 24) - 0.5;
    table[t] = sum + 0.25 * sum * sum + 0.125 * noise;
  }
  return table;
}

/// Sum of |I| by order, AND from order 1 on, then OR.
std::vector<double> byOrder(const Decomposition& d, int variables) {
  std::vector<double> sums(2 * static_cast<std::size_t>(variables), 0.0);
  for (Coalition s = 1; s < d.andPart.size(); ++s) {
    const auto k = static_cast<std::size_t>(order(s)) - 1;
    sums[k] += std::abs(d.andPart[s]);
    sums[static_cast<std::size_t>(variables) + k] += std::abs(d.orPart[s]);
  }
  return sums;
}

}  // namespace

class NumbersVersionTest : public QObject {
  Q_OBJECT

 private slots:
  void decompositionsAreThoseWrittenDown_data() {
    QTest::addColumn<int>("variables");
    QTest::addColumn<QList<double>>("expected");
    QTest::newRow("6 variables") << 6 << QList<double>{};
    QTest::newRow("9 variables") << 9 << QList<double>{};
  }

  void decompositionsAreThoseWrittenDown() {
    QFETCH(int, variables);
    QFETCH(QList<double>, expected);
    QCOMPARE(numbersVersion, writtenDown);
    const auto table = game(variables);
    const auto found = byOrder(decompose(std::span(&table, 1), {.ties = TieBreak::low}).front(), variables);
    QString now;
    for (const double value : found) now += QString::number(value, 'g', 12) + ", ";
    QCOMPARE(static_cast<std::size_t>(expected.size()), found.size());
    for (std::size_t k = 0; k < found.size(); ++k)
      QVERIFY2(near(found[k], expected[static_cast<qsizetype>(k)], 1e-7),
               qPrintable("raise numbersVersion; now: " + now));
  }
};

QTEST_APPLESS_MAIN(NumbersVersionTest)
#include "tst_numbers_version.moc"
