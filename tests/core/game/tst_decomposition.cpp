// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/game/decompose.h"
#include "core/game/moebius.h"
#include "tests/core/game/games.h"
#include "tests/core/near.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

using namespace spindle;
using namespace spindle::test;

namespace {

Decomposition solve(const CoalitionTable& table, const DecompositionOptions& options) {
  return decompose(std::span(&table, 1), options).front();
}

DecompositionOptions exactOptions(double noiseBound = 0.0) {
  return {.noiseBound = noiseBound, .gap = 1e-6};
}

double bound(const CoalitionTable& table, double noiseBound) {
  return noiseBound * std::abs(table[fullCoalition(table.variables())] - table[0]);
}

// The matching theorem with |q| within the bound, the certificate's order, and the books.
bool isSound(const Decomposition& d, const CoalitionTable& table, double noiseBound) {
  double largest = 0.0;
  for (double v : table.values()) largest = std::max(largest, std::abs(v));
  const auto values = reconstruct(d.andPart, d.orPart);
  for (Coalition t = 0; t < table.size(); ++t) {
    const double q = values[t] - table[t];
    if (std::abs(q) > bound(table, noiseBound) * (1 + 1e-12) + 1e-9 * largest) {
      qWarning("q(%u) = %g exceeds the bound", t, q);
      return false;
    }
  }
  return near(values[0], table[0], 1e-9 * largest) && d.andPart[0] == table[0] && d.orPart[0] == 0.0 &&
         near(d.l1, interactionL1(d.andPart) + interactionL1(d.orPart), 1e-12 * d.l1) && d.lowerBound >= 0.0 &&
         d.lowerBound <= d.l1;
}

CoalitionTable permuted(const CoalitionTable& table, std::span<const int> to) {
  CoalitionTable result(table.variables());
  for (Coalition t = 0; t < table.size(); ++t) {
    Coalition image = 0;
    for (int i = 0; i < table.variables(); ++i) image |= (t >> i & 1U) << to[i];
    result[image] = table[t];
  }
  return result;
}

struct ClosedForm {
  const char* name;
  CoalitionTable game;
  double andOnly;
  double orOnly;
  double sparsest;
};

std::vector<ClosedForm> closedForms() {
  const auto parity = [](Coalition t) { return static_cast<double>(order(t) % 2); };
  const auto linear = [](Coalition t) {
    return (t & 1U) - 2.0 * (t >> 1 & 1U) + 0.5 * (t >> 2 & 1U) + 3.0 * (t >> 3 & 1U) - 0.25 * (t >> 4 & 1U);
  };
  const auto majority = [](int n) { return [n](Coalition t) { return 2 * order(t) > n ? 1.0 : 0.0; }; };
  return {
      {"AND of 3", tableOf(3, [](Coalition t) { return andOf(t, 7); }), 1, 7, 1},
      {"OR of 3", tableOf(3, [](Coalition t) { return orOf(t, 7); }), 7, 1, 1},
      {"AND of 6", tableOf(6, [](Coalition t) { return andOf(t, 63); }), 1, 63, 1},
      {"OR of 6", tableOf(6, [](Coalition t) { return orOf(t, 63); }), 63, 1, 1},
      {"one variable", tableOf(1, [](Coalition t) { return 2.5 * t; }), 2.5, 2.5, 2.5},
      {"linear", tableOf(5, linear), 6.75, 6.75, 6.75},
      {"XOR of 2", tableOf(2, parity), 4, 4, 2},
      {"parity of 3", tableOf(3, parity), 13, 13, 7},
      {"parity of 4", tableOf(4, parity), 40, 40, 16},
      {"majority of 3", tableOf(3, majority(3)), 5, 5, 5},
      {"majority of 5", tableOf(5, majority(5)), 31, 31, 21},
      {"multiplexer", tableOf(3, [](Coalition t) { return (t & 1U) != 0 ? t >> 1 & 1U : t >> 2 & 1U; }), 3, 3, 3},
      {"3 AND + 2 OR", tableOf(5, [](Coalition t) { return 3 * andOf(t, 7) + 2 * orOf(t, 24); }), 9, 23, 5},
  };
}

class StopAtOnce : public RunControl {
 public:
  [[nodiscard]] bool stopRequested() const override { return true; }
};

}  // namespace

class TestDecomposition : public QObject {
  Q_OBJECT

 private slots:
  void closedFormValue_data() {
    QTest::addColumn<int>("row");
    const auto forms = closedForms();
    for (int i = 0; i < static_cast<int>(forms.size()); ++i) QTest::newRow(forms[i].name) << i;
  }
  void closedFormValue() {
    QFETCH(int, row);
    const auto form = closedForms()[row];
    const auto andOnly = solve(form.game, {.method = DecompositionMethod::andOnly});
    const auto orOnly = solve(form.game, {.method = DecompositionMethod::orOnly});
    const auto sparsest = solve(form.game, exactOptions());
    QVERIFY(near(andOnly.l1, form.andOnly, 1e-12));
    QVERIFY(near(orOnly.l1, form.orOnly, 1e-12));
    QVERIFY(near(sparsest.l1, form.sparsest, 1e-6 * form.sparsest));
    QVERIFY(sparsest.lowerBound <= form.sparsest * (1 + 1e-14));
    QVERIFY(sparsest.gap() <= 1e-6);
    for (const auto& d : {andOnly, orOnly, sparsest}) QVERIFY(isSound(d, form.game, 0.0));
  }

  // The optimum is unique: its two interactions, and zeros that are zeros.
  void plantedInteractionsAreFoundWithExactZeros() {
    const auto game = tableOf(5, [](Coalition t) { return 0.5 + 3 * andOf(t, 7) + 2 * orOf(t, 24); });
    const auto d = solve(game, exactOptions());
    for (Coalition s = 1; s < game.size(); ++s) {
      if (s == 7) {
        QVERIFY(near(d.andPart[s], 3.0, 1e-6));
      } else {
        QCOMPARE(d.andPart[s], 0.0);
      }
      if (s == 24) {
        QVERIFY(near(d.orPart[s], 2.0, 1e-6));
      } else {
        QCOMPARE(d.orPart[s], 0.0);
      }
    }
    QCOMPARE(d.andPart[0], 0.5);
  }

  void xorSplitsIntoOrMinusAnd() {
    const auto d = solve(tableOf(2, [](Coalition t) { return static_cast<double>(order(t) % 2); }), exactOptions());
    QVERIFY(near(d.orPart[3], 1.0, 1e-6));
    QVERIFY(near(d.andPart[3], -1.0, 1e-6));
    for (Coalition s : {1U, 2U}) {
      QCOMPARE(d.andPart[s], 0.0);
      QCOMPARE(d.orPart[s], 0.0);
    }
  }

  void plantedSparseGame() {
    CoalitionTable andPart(10);
    CoalitionTable orPart(10);
    std::mt19937_64 random(11);
    std::normal_distribution<double> normal(0.0, 2.0);
    for (int i = 0; i < 14; ++i) andPart[1 + static_cast<Coalition>(random() % 1023)] = normal(random);
    for (int i = 0; i < 8; ++i) orPart[1 + static_cast<Coalition>(random() % 1023)] = normal(random);
    const double planted = interactionL1(andPart) + interactionL1(orPart);
    const auto game = reconstruct(andPart, orPart);
    const auto d = solve(game, {.noiseBound = 0.0, .gap = 1e-4});
    QVERIFY(d.l1 <= planted * (1 + 1e-3));
    QVERIFY(d.lowerBound <= planted);
    QVERIFY(isSound(d, game, 0.0));
  }

  void degenerateGames_data() {
    QTest::addColumn<int>("n");
    QTest::addColumn<double>("value");
    for (int n : {0, 1, 2, 6, 10}) {
      QTest::addRow("zero, n = %d", n) << n << 0.0;
      QTest::addRow("constant, n = %d", n) << n << -3.25;
    }
  }
  void degenerateGames() {
    QFETCH(int, n);
    QFETCH(double, value);
    const auto game = tableOf(n, [value](Coalition) { return value; });
    for (auto method : {DecompositionMethod::sparsest, DecompositionMethod::andOnly, DecompositionMethod::orOnly}) {
      const auto d = solve(game, {.method = method});
      QCOMPARE(d.l1, 0.0);
      QCOMPARE(d.gap(), 0.0);
      QVERIFY(isSound(d, game, 0.0));
    }
  }

  void equalScoresOfFullAndEmptyAllowNoNoise() {
    auto game = normalTable(6, 21);
    game[fullCoalition(6)] = game[0];
    const auto d = solve(game, {.noiseBound = 0.5});
    QVERIFY(isSound(d, game, 0.0));
    QVERIFY(d.gap() <= 1e-2);
  }

  void tinyAndHugeScores_data() {
    QTest::addColumn<double>("factor");
    for (double factor : {1e-30, 1e-9, 1e9, 1e30}) QTest::addRow("%g", factor) << factor;
  }
  void tinyAndHugeScores() {
    QFETCH(double, factor);
    const auto base = normalTable(5, 22);
    const auto game = tableOf(5, [&](Coalition t) { return factor * base[t]; });
    const auto d = solve(game, {.gap = 1e-4});
    QVERIFY(isSound(d, game, 0.02));
    QVERIFY(d.gap() <= 1e-4);
    QVERIFY(near(d.l1 / factor, solve(base, {.gap = 1e-4}).l1, 2e-4 * d.l1 / factor));
  }

  void randomGamesAreSoundAndCertified_data() {
    QTest::addColumn<int>("n");
    QTest::addColumn<double>("noiseBound");
    QTest::addColumn<double>("gap");
    for (int n = 1; n <= 9; ++n) {
      for (double noiseBound : {0.0, 0.02, 0.3}) {
        for (double gap : {1e-2, 1e-4})
          QTest::addRow("n = %d, bound %g, gap %g", n, noiseBound, gap) << n << noiseBound << gap;
      }
    }
  }
  void randomGamesAreSoundAndCertified() {
    QFETCH(int, n);
    QFETCH(double, noiseBound);
    QFETCH(double, gap);
    const auto game = normalTable(n, static_cast<unsigned>(30 + n));
    const auto d = solve(game, {.noiseBound = noiseBound, .gap = gap});
    QVERIFY(isSound(d, game, noiseBound));
    QVERIFY(d.gap() <= gap);
    for (auto method : {DecompositionMethod::andOnly, DecompositionMethod::orOnly})
      QVERIFY(d.l1 <= solve(game, {.method = method}).l1 * (1 + 1e-12));
  }

  // Stopped long before the optimum, it is still no worse than either side alone.
  void neverWorseThanOneSide() {
    const auto game = tableOf(7, [](Coalition t) { return 5 * andOf(t, 127) - orOf(t, 3) * andOf(t, 12); });
    const auto d = solve(game, {.maxIterations = 1});
    QCOMPARE(d.iterations, 1);
    for (auto method : {DecompositionMethod::andOnly, DecompositionMethod::orOnly})
      QVERIFY(d.l1 <= solve(game, {.method = method}).l1 * (1 + 1e-12));
    QVERIFY(isSound(d, game, 0.02));
  }

  // All of these games have several sparsest decompositions.
  void aTieGoesToOneSide_data() {
    QTest::addColumn<int>("n");
    QTest::addColumn<bool>("orSide");
    QTest::newRow("majority of 3") << 3 << true;
    QTest::newRow("linear") << 4 << true;
    QTest::newRow("multiplexer and an AND") << 5 << false;
  }
  void aTieGoesToOneSide() {
    QFETCH(int, n);
    QFETCH(bool, orSide);
    const auto score = [n](Coalition t) {
      if (n == 3) return 2 * order(t) > 3 ? 1.0 : 0.0;
      if (n == 4) return 1.0 * (t & 1U) - 2.0 * (t >> 1 & 1U) + 0.5 * (t >> 3 & 1U);
      return ((t & 1U) != 0 ? t >> 1 & 1U : t >> 2 & 1U) + 2 * andOf(t, 24);
    };
    const auto game = tableOf(n, score);
    const auto d = solve(game, {.noiseBound = 0.0, .gap = 1e-4});
    const auto side =
        solve(game, {.method = orSide ? DecompositionMethod::orOnly : DecompositionMethod::andOnly, .noiseBound = 0.0});
    QCOMPARE(d.andPart, side.andPart);
    QCOMPARE(d.orPart, side.orPart);
  }

  void aLargerBoundIsNeverLessSparse() {
    const auto game = normalTable(7, 41);
    double before = std::numeric_limits<double>::infinity();
    for (double noiseBound : {0.0, 0.01, 0.1, 1.0}) {
      const auto d = solve(game, {.noiseBound = noiseBound, .gap = 1e-5});
      QVERIFY(d.lowerBound <= before);
      before = d.l1;
    }
  }

  // The bound is a share of a range that is not the table's own: here 0, there 2.
  void aSharedNoiseRange() {
    auto game = normalTable(6, 42);
    game[fullCoalition(6)] = game[0];
    const auto other = tableOf(6, [](Coalition t) { return 2 * andOf(t, 63); });
    QCOMPARE(meanRange(std::vector{game, other}), 1.0);
    QCOMPARE(meanRange({}), 0.0);
    const DecompositionOptions options{.noiseBound = 0.1, .noiseRange = 1.0, .gap = 1e-4};
    QCOMPARE(noiseLimit(game, options), 0.1);
    QCOMPARE(noiseLimit(other, {.noiseBound = 0.1}), 0.2);
    const auto d = solve(game, options);
    const auto values = reconstruct(d.andPart, d.orPart);
    double largest = 0.0;
    for (Coalition t = 0; t < game.size(); ++t) largest = std::max(largest, std::abs(values[t] - game[t]));
    QVERIFY(largest <= 0.1 + 1e-9);
    QVERIFY(largest >= 0.099);
    QVERIFY(d.gap() <= 1e-4);
    QVERIFY(d.l1 < solve(game, {.noiseBound = 0.1, .gap = 1e-4}).lowerBound);
    auto published = options;
    published.method = DecompositionMethod::published;
    published.published = {.iterations = 1000, .learningRate = 1e-3};
    const auto theirs = solve(game, published);
    const auto matched = reconstruct(theirs.andPart, theirs.orPart);
    for (Coalition t = 0; t < game.size(); ++t) QVERIFY(std::abs(matched[t] - game[t]) <= 0.1 + 1e-9);
    QCOMPARE(DecompositionOptions{.noiseRange = -1.0}.problems().size(), std::size_t{1});
  }

  void theSameBitsInAnyCompany() {
    std::vector<CoalitionTable> tables;
    for (unsigned i = 0; i < 11; ++i) tables.push_back(normalTable(6, 50 + i));
    tables.push_back(CoalitionTable(6));
    tables.push_back(tableOf(6, [](Coalition t) { return andOf(t, 5); }));
    const DecompositionOptions options{.gap = 1e-3};
    const auto together = decompose(tables, options);
    auto backwards = tables;
    std::ranges::reverse(backwards);
    const auto reversed = decompose(backwards, options);
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const auto alone = solve(tables[i], options);
      for (const auto* other : {&together[i], &reversed[tables.size() - 1 - i]}) {
        QCOMPARE(other->andPart, alone.andPart);
        QCOMPARE(other->orPart, alone.orPart);
        QCOMPARE(other->l1, alone.l1);
        QCOMPARE(other->lowerBound, alone.lowerBound);
        QCOMPARE(other->iterations, alone.iterations);
      }
    }
  }

  // Renaming the variables renames the interactions.
  void renamingVariables() {
    const auto game = tableOf(6, [](Coalition t) { return 2 * andOf(t, 7) - 3 * orOf(t, 24) + 0.5 * andOf(t, 33); });
    const std::vector<int> to{3, 5, 0, 1, 4, 2};
    const auto d = solve(game, {.gap = 1e-5});
    const auto renamed = solve(permuted(game, to), {.gap = 1e-5});
    QVERIFY(allNear(renamed.andPart.values(), permuted(d.andPart, to).values(), 1e-4));
    QVERIFY(allNear(renamed.orPart.values(), permuted(d.orPart, to).values(), 1e-4));
  }

  void largeTablesStopAtTheIterationLimit_data() {
    QTest::addColumn<int>("n");
    for (int n : {11, 12, 13, 14, 15, 16}) QTest::addRow("n = %d", n) << n;
  }
  void largeTablesStopAtTheIterationLimit() {
    QFETCH(int, n);
    const auto game = normalTable(n, 61);
    const auto d = solve(game, {.gap = 1e-6, .maxIterations = 20});
    QCOMPARE(d.iterations, 20);
    QVERIFY(isSound(d, game, 0.02));
    QVERIFY(d.gap() > 1e-6);
  }

  void publishedProcedureComesNear() {
    const auto game = tableOf(4, [](Coalition t) { return 3 * andOf(t, 7) + 2 * orOf(t, 12); });
    DecompositionOptions options{.method = DecompositionMethod::published};
    options.published.learningRate = 1e-4;
    const auto d = solve(game, options);
    QVERIFY(isSound(d, game, options.noiseBound));
    QCOMPARE(d.lowerBound, 0.0);
    QCOMPARE(d.iterations, 20000);
    const auto sparsest = solve(game, {.gap = 1e-6});
    QVERIFY(d.l1 >= sparsest.lowerBound);
    QVERIFY(d.l1 <= 1.5 * sparsest.l1);
  }

  void publishedProcedureStartsFromTheHalves() {
    const auto game = normalTable(4, 71);
    DecompositionOptions options{.method = DecompositionMethod::published, .noiseBound = 0.0};
    options.published.iterations = 1;
    options.published.learningRate = 1e-12;
    const auto d = solve(game, options);
    const double halves = 0.5 * (solve(game, {.method = DecompositionMethod::andOnly}).l1 +
                                 solve(game, {.method = DecompositionMethod::orOnly}).l1);
    QVERIFY(near(d.l1, halves, 1e-8));
  }

  void orderOneIsMergedIntoTheAndPart() {
    auto andPart = normalTable(4, 81);
    auto orPart = normalTable(4, 82);
    orPart[0] = 0.0;
    const auto before = reconstruct(andPart, orPart);
    const double pair = orPart[3];
    mergeOrderOne(andPart, orPart);
    for (Coalition single : {1U, 2U, 4U, 8U}) QCOMPARE(orPart[single], 0.0);
    QCOMPARE(orPart[3], pair);
    QVERIFY(allNear(reconstruct(andPart, orPart).values(), before.values(), 1e-12));
    CoalitionTable other(3);
    QVERIFY_EXCEPTION_THROWN(mergeOrderOne(andPart, other), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(reconstruct(andPart, other), std::invalid_argument);
  }

  void stopping_data() {
    QTest::addColumn<QString>("method");
    for (const char* method : {"and-or", "and", "or", "published"}) QTest::newRow(method) << QString(method);
  }
  void stopping() {
    QFETCH(QString, method);
    const std::vector<CoalitionTable> tables{normalTable(6, 91)};
    const DecompositionOptions options{.method = decompositionMethodFrom(method.toStdString())};
    QCOMPARE(QString::fromStdString(toText(options.method)), method);
    QVERIFY_EXCEPTION_THROWN(decompose(tables, options, StopAtOnce()), Stopped);
    QVERIFY(decompose({}, options, StopAtOnce()).empty());
  }

  void unknownMethodListsTheKnown() {
    try {
      decompositionMethodFrom("sparse");
      QFAIL("no exception");
    } catch (const UserError& error) {
      QVERIFY(QString(error.what()).contains("and-or, and, or or published"));
    }
  }

  void optionsOutOfRange_data() {
    QTest::addColumn<double>("noiseBound");
    QTest::addColumn<double>("gap");
    QTest::addColumn<int>("maxIterations");
    QTest::addColumn<QString>("problem");
    QTest::newRow("bound") << -0.1 << 1e-2 << 10 << "Noise bound -0.1: must be from 0 to 1.";
    QTest::newRow("gap") << 0.1 << 1e-7 << 10 << "Gap 1e-07: must be from 1e-6 to 1.";
    QTest::newRow("not a number") << 0.1 << std::nan("") << 10 << "Gap nan: must be from 1e-6 to 1.";
    QTest::newRow("iterations") << 0.1 << 1e-2 << 0 << "Iterations 0: must be at least 1.";
  }
  void optionsOutOfRange() {
    QFETCH(double, noiseBound);
    QFETCH(double, gap);
    QFETCH(int, maxIterations);
    QFETCH(QString, problem);
    const DecompositionOptions options{.noiseBound = noiseBound, .gap = gap, .maxIterations = maxIterations};
    QCOMPARE(options.problems().size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(problemText(options.problems().front())), problem);
    QVERIFY_EXCEPTION_THROWN(solve(CoalitionTable(2), options), std::invalid_argument);
    QVERIFY(DecompositionOptions{}.problems().empty());
  }

  void unusableTables() {
    auto broken = normalTable(3, 95);
    broken[5] = std::nan("");
    QVERIFY_EXCEPTION_THROWN(solve(broken, {}), std::invalid_argument);
    broken[5] = std::numeric_limits<double>::infinity();
    QVERIFY_EXCEPTION_THROWN(solve(broken, {}), std::invalid_argument);
    const std::vector<CoalitionTable> mixed{CoalitionTable(3), CoalitionTable(4)};
    QVERIFY_EXCEPTION_THROWN(decompose(mixed, {}), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(solve(CoalitionTable(17), {}), std::invalid_argument);
    QCOMPARE(solve(CoalitionTable(17), {.method = DecompositionMethod::andOnly}).l1, 0.0);
  }
};

QTEST_APPLESS_MAIN(TestDecomposition)
#include "tst_decomposition.moc"
