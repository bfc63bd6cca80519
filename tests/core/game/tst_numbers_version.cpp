// SPDX-License-Identifier: GPL-3.0-or-later
// Three games whose decompositions are written down here. Where they come out otherwise, results of this build are not
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

constexpr int writtenDown = 5;

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
    QTest::newRow("6 variables") << 6
                                 << QList<double>{
                                        1.70670975159, 0.938144148533, 0.253559145484, 5.92930970138e-05, 0, 0,
                                        1.85028336699, 0.848278553392, 0.301994396844, 0.000491078896467, 0, 0};
    QTest::newRow("9 variables") << 9 << QList<double>{2.38350352891,     5.38563291323,     0.000512604051974,
                                                       0.000465350326348, 0.000955238634775, 0.000579369168017,
                                                       0.000600249796194, 0.000302689040956, 0.000178496832086,
                                                       4.65900295791,     2.83357563752,     0.00848296808839,
                                                       0.0133443017373,   0.0140763429461,   0.00990106281485,
                                                       0.00460557868007,  0.00124561613699,  0.000150890140969};
    QTest::newRow("11 variables") << 11 << QList<double>{4.30568178595,     11.0878591459,     0.0260100229223,
                                                         0.00268136021939,  0.00145205273999,  0.000381244468506,
                                                         0.000684030408537, 0.000727072963029, 0.000498689180982,
                                                         0.000121574669522, 1.89398002216e-05, 4.30559907674,
                                                         3.26995294117,     0.268166413594,    0.00617375568488,
                                                         0.00799375047448,  0.00797126042587,  0.00581624117042,
                                                         0.00292212612914,  0.000943061737761, 0.000182973880519,
                                                         1.89398002148e-05};
  }

  void decompositionsAreThoseWrittenDown() {
    QFETCH(int, variables);
    QFETCH(QList<double>, expected);
    QCOMPARE(numbersVersion, writtenDown);
    const auto table = game(variables);
    const auto found = byOrder(decompose(std::span(&table, 1), {.ties = TieBreak::low}).front(), variables);
    QString now;
    for (const double value : found) now += QString::number(value, 'g', 12) + ", ";
    bool same = static_cast<std::size_t>(expected.size()) == found.size();
    for (std::size_t k = 0; same && k < found.size(); ++k)
      same = near(found[k], expected[static_cast<qsizetype>(k)], 1e-7);
    QVERIFY2(same, qPrintable("raise numbersVersion; now: " + now));
  }
};

QTEST_APPLESS_MAIN(NumbersVersionTest)
#include "tst_numbers_version.moc"
