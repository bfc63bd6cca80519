// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/decompose.h"
#include "core/game/decompose_jointly.h"
#include "core/game/joint_iteration.h"
#include "core/game/joint_polish.h"
#include "tests/core/game/games.h"
#include "tests/core/near.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace spindle;
using namespace spindle::test;

namespace {

JointDecomposition solve(const std::vector<CoalitionTable>& tables, const JointOptions& options, double bound = 100.0) {
  return decomposeJointly(tables, std::vector<double>(tables.size(), bound), options);
}

/// Both networks see the same three-way AND with other weights, and each has a pair of its own.
std::vector<CoalitionTable> twoGames() {
  return {tableOf(5, [](Coalition t) { return 3.0 * andOf(t, 0b00111) + 2.0 * orOf(t, 0b11000); }),
          tableOf(5, [](Coalition t) { return 1.0 * andOf(t, 0b00111) - 1.5 * andOf(t, 0b10010); })};
}

std::vector<double> noiseBounds(const std::vector<CoalitionTable>& tables, double share) {
  std::vector<double> bounds;
  for (const auto& table : tables) bounds.push_back(share * std::abs(table.values().back() - table[0]));
  return bounds;
}

}  // namespace

class TestJointDecomposition : public QObject {
  Q_OBJECT

 private slots:
  // The weight of each interaction is max + alpha times the rest: 3 + 0.25 * 1 for the shared one.
  void closedForm() {
    const double alpha = 0.25;
    const auto joint = solve(twoGames(), {.alpha = alpha, .noiseBound = 0.0, .gap = 1e-6});
    QVERIFY(near(joint.objective, 3.0 + alpha + 2.0 + 1.5, 1e-5));
    QVERIFY(near(joint.networks[0].andPart[0b00111], 3.0, 1e-4));
    QVERIFY(near(joint.networks[1].andPart[0b00111], 1.0, 1e-4));
    QVERIFY(near(joint.networks[0].orPart[0b11000], 2.0, 1e-4));
    QVERIFY(near(joint.networks[1].andPart[0b10010], -1.5, 1e-4));
    QVERIFY(joint.gap() <= 1e-6);
    QVERIFY(joint.lowerBound <= joint.objective);
  }

  // x0 + x1 is two effects of order 1, or AND(0,1) + OR(0,1), or between: all have L1 2. XOR has OR(0,1) = 1 and
  // AND(0,1) = -1 only. Beside it the pair costs 2 + 2 alpha, the two effects 2 + 2.
  void aSharedExplanationIsPreferred() {
    const auto sum = tableOf(2, [](Coalition t) { return static_cast<double>(order(t)); });
    const auto exclusive = tableOf(2, [](Coalition t) { return order(t) == 1 ? 1.0 : 0.0; });
    const auto joint = solve({sum, exclusive}, {.alpha = 0.1, .noiseBound = 0.0, .gap = 1e-6});
    QVERIFY(near(joint.objective, 2.2, 1e-5));
    QVERIFY(near(joint.networks[0].andPart[3], 1.0, 1e-3));
    QVERIFY(near(joint.networks[0].orPart[3], 1.0, 1e-3));
    QVERIFY(near(joint.networks[1].andPart[3], -1.0, 1e-3));
    const auto alone = solve({sum, sum}, {.alpha = 0.1, .noiseBound = 0.0, .gap = 1e-6});
    QVERIFY(near(alone.objective, 1.1 * 2.0, 1e-5));
  }

  // The tighter the bound, the larger the loss; at 0 every p is the common one.
  void theDifferenceBoundHolds() {
    const auto a = normalTable(5, 1);
    const auto b = normalTable(5, 2);
    double before = -1.0;
    for (const double bound : {2.0, 0.5, 0.1, 0.0}) {
      const auto joint = solve({a, b}, {.alpha = 0.5, .gap = 1e-4}, bound);
      const std::vector<double> bounds(2, bound);
      QVERIFY(joint.gap() <= 1e-4);
      QVERIFY(largestJointExcess(joint.networks, std::vector{a, b}, noiseBounds({a, b}, 0.02), bounds) <= 1e-9);
      QVERIFY(joint.objective >= before * (1.0 - 1e-4));
      before = joint.objective;
    }
    QVERIFY(before > 1.05 * solve({a, b}, {.alpha = 0.5, .gap = 1e-4}, 2.0).objective);
  }

  void excessSeesEachBound() {
    const std::vector<CoalitionTable> tables{tableOf(2, [](Coalition t) { return andOf(t, 3); }),
                                             tableOf(2, [](Coalition t) { return andOf(t, 3); })};
    const std::vector<Decomposition> networks{oneSidedDecomposition(tables[0], DecompositionMethod::andOnly),
                                              oneSidedDecomposition(tables[1], DecompositionMethod::orOnly)};
    const std::vector<double> none(2, 0.0);
    // p = v / 2 and - v / 2.
    QVERIFY(near(largestJointExcess(networks, tables, none, none), 1.0, 1e-12));
    QVERIFY(near(largestJointExcess(networks, tables, none, std::vector{0.25, 0.5}), 0.25, 1e-12));
    auto wrong = networks;
    wrong[0].andPart[3] += 7.0;
    QVERIFY(near(largestJointExcess(wrong, tables, none, std::vector{9.0, 9.0}), 7.0, 1e-12));
  }

  void alphaOneIsEachNetworkApart() {
    const std::vector<CoalitionTable> tables{normalTable(6, 3), normalTable(6, 4), twoGames()[0]};
    const std::vector<CoalitionTable> pair{tables[0], tables[1]};
    const auto joint = solve(pair, {.alpha = 1.0}, 0.0);
    const auto apart = decompose(pair, {.gap = 5e-3});
    for (std::size_t i = 0; i < 2; ++i) {
      QVERIFY(joint.networks[i].andPart == apart[i].andPart);
      QVERIFY(joint.networks[i].orPart == apart[i].orPart);
    }
    QVERIFY(near(joint.objective, apart[0].l1 + apart[1].l1, 1e-9));
    QVERIFY(joint.lowerBound <= joint.objective && joint.gap() <= 5e-3);
    // Next to 1 the joint solver comes to the same, where the bound of the differences is wide.
    const auto near1 = solve(pair, {.alpha = 1.0 - 1e-9, .gap = 1e-5});
    QVERIFY(std::abs(near1.objective / joint.objective - 1.0) <= 2e-3);
  }

  // The published descent keeps every bound and never comes below the certified optimum; long enough at a falling
  // series of rates it comes close.
  void publishedDescent() {
    const std::vector<CoalitionTable> tables{normalTable(5, 21), normalTable(5, 22)};
    const std::vector<double> bounds{0.4, 0.4};
    const auto certified = decomposeJointly(tables, bounds, {.alpha = 0.3, .gap = 1e-4});
    double before = 0.0;
    for (const double rate : {1e-2, 1e-3, 1e-4}) {
      JointOptions options{.method = DecompositionMethod::published, .alpha = 0.3};
      options.published = {.iterations = 30000, .learningRate = rate};
      const auto published = decomposeJointly(tables, bounds, options);
      QVERIFY(largestJointExcess(published.networks, tables, noiseBounds(tables, 0.02), bounds) <= 1e-9);
      QVERIFY(near(published.objective, jointLoss(published.networks, 0.3), 1e-12));
      QVERIFY(published.objective >= certified.lowerBound);
      QVERIFY(before == 0.0 || published.objective < before);
      QCOMPARE(published.iterations, 30000);
      before = published.objective;
    }
    QVERIFY2(before <= 1.02 * certified.objective, qPrintable(QString::number(before / certified.objective)));
  }

  void publishedDescentOfEachApart() {
    const std::vector<CoalitionTable> tables{normalTable(4, 31), normalTable(4, 32)};
    JointOptions options{.method = DecompositionMethod::published, .alpha = 1.0};
    options.published.iterations = 500;
    const auto both = decomposeJointly(tables, std::vector{0.0, 0.0}, options);
    const auto second = decomposeJointly(std::span(tables).subspan(1), std::vector{0.0}, options);
    QVERIFY(both.networks[1].andPart == second.networks[0].andPart);
    options.alpha = 0.5;
    const auto equal = decomposeJointly(std::vector(3, tables[0]), std::vector(3, 0.1), options);
    QVERIFY(equal.networks[0].andPart == equal.networks[2].andPart);
  }

  void equalNetworksGetEqualInteractions_data() {
    QTest::addColumn<int>("networks");
    QTest::addColumn<double>("alpha");
    for (int m : {2, 3, 5})
      for (double alpha : {0.0, 0.1, 0.5, 1.0}) QTest::addRow("%d networks, alpha %g", m, alpha) << m << alpha;
  }
  void equalNetworksGetEqualInteractions() {
    QFETCH(int, networks);
    QFETCH(double, alpha);
    const auto table = normalTable(6, 11);
    const auto joint =
        solve(std::vector(static_cast<std::size_t>(networks), table), {.alpha = alpha, .gap = 1e-3}, 0.3);
    for (const auto& network : joint.networks) {
      QVERIFY(network.andPart == joint.networks[0].andPart);
      QVERIFY(network.orPart == joint.networks[0].orPart);
    }
    const auto alone = decompose(std::span(&table, 1), {.gap = 1e-6}).front();
    const double weight = 1.0 - alpha + alpha * networks;
    QVERIFY(joint.objective >= weight * alone.lowerBound * (1.0 - 1e-9));
    QVERIFY(joint.objective <= weight * alone.l1 * (1.0 + 2e-3));
    QVERIFY(joint.lowerBound <= weight * alone.l1 * (1.0 + 1e-9));
  }

  void randomTables_data() {
    QTest::addColumn<int>("networks");
    QTest::addColumn<double>("bound");
    for (int m : {1, 2, 3, 4})
      for (double bound : {0.05, 0.5, 5.0}) QTest::addRow("%d networks, bound %g", m, bound) << m << bound;
  }
  void randomTables() {
    QFETCH(int, networks);
    QFETCH(double, bound);
    std::vector<CoalitionTable> tables;
    for (int i = 0; i < networks; ++i) tables.push_back(normalTable(6, 100 + static_cast<unsigned>(i)));
    const std::vector<double> bounds(tables.size(), bound);
    const JointOptions options{.alpha = 0.3, .gap = 1e-3};
    const auto joint = decomposeJointly(tables, bounds, options);
    QVERIFY2(joint.gap() <= 1e-3, qPrintable(QString::number(joint.gap())));
    QVERIFY(joint.objective <= (1.0 + 1e-3) * joint.lowerBound * (1.0 + 1e-2));
    QVERIFY(near(joint.objective, jointLoss(joint.networks, 0.3), 1e-9));
    QVERIFY(largestJointExcess(joint.networks, tables, noiseBounds(tables, 0.02), bounds) <= 1e-9);
    // Of the order of the networks only the order of the results depends.
    std::vector<CoalitionTable> reversed(tables.rbegin(), tables.rend());
    const auto other = decomposeJointly(reversed, bounds, options);
    QVERIFY(std::abs(other.objective / joint.objective - 1.0) <= 2e-3);
    // No separate decomposition, made feasible or not, has a smaller loss than the proven bound at a wide bound.
    if (bound == 5.0) QVERIFY(jointLoss(decompose(tables, {}), 0.3) >= joint.lowerBound);
    const auto again = decomposeJointly(tables, bounds, options);
    for (std::size_t i = 0; i < tables.size(); ++i) QVERIFY(again.networks[i].andPart == joint.networks[i].andPart);
  }

  void everyInstructionSetGivesTheSameBits_data() {
    QTest::addColumn<int>("n");
    QTest::addColumn<int>("networks");
    for (int n : {1, 2, 3, 6, 9})
      for (int m : {2, 3}) QTest::addRow("n = %d, %d networks", n, m) << n << m;
  }
  void everyInstructionSetGivesTheSameBits() {
    QFETCH(int, n);
    QFETCH(int, networks);
    const std::size_t stride = std::max<std::size_t>(8, coalitionCount(n));
    const std::size_t all = 4 * static_cast<std::size_t>(networks) * stride;
    const auto run = [&](const JointIteration& iteration) {
      const auto block = [&](std::size_t count, unsigned seed) {
        auto* p = static_cast<double*>(std::aligned_alloc(64, count * sizeof(double)));
        std::mt19937_64 random(seed);
        std::normal_distribution<double> normal;
        for (std::size_t i = 0; i < count; ++i) p[i] = normal(random);
        return std::unique_ptr<double, decltype(&std::free)>(p, &std::free);
      };
      const auto point = block(all, 1), anchor = block(all, 2), image = block(all, 3);
      const auto values = block(all, 4), same = block(stride, 5), cross = block(stride, 6);
      const std::vector<double> strips{0.1, 0.2, 0.3}, reaches{0.2, 0.1, 0.3};
      for (std::size_t i = 0; i < stride; ++i) {  // bounded, so that nothing overflows
        same.get()[i] = 0.3 * std::tanh(same.get()[i]) / static_cast<double>(stride);
        cross.get()[i] = 0.3 * std::tanh(cross.get()[i]) / static_cast<double>(stride);
      }
      JointState state{n,          networks,    stride,        point.get(),    anchor.get(), image.get(), values.get(),
                       same.get(), cross.get(), strips.data(), reaches.data(), 0.1,          0.2,         0};
      std::vector<double> result{iteration.iterate(state, 5)};
      result.insert(result.end(), point.get(), point.get() + all);
      return result;
    };
    const auto base = run(jointIterationBaseline());
    QVERIFY(std::ranges::all_of(base, [](double x) { return std::isfinite(x); }));
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2")) QVERIFY(run(jointIterationAvx2()) == base);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
      QVERIFY(run(jointIterationAvx512()) == base);
#endif
  }

  void flatGames() {
    const auto flat = tableOf(4, [](Coalition) { return 2.0; });
    const auto joint = solve({flat, flat}, {}, 0.0);
    QCOMPARE(joint.objective, 0.0);
    QCOMPARE(joint.gap(), 0.0);
    QCOMPARE(joint.networks[1].andPart[0], 2.0);
    const auto mixed = solve({flat, tableOf(4, [](Coalition t) { return andOf(t, 7); })}, {.alpha = 0.1, .gap = 1e-6});
    QVERIFY(near(mixed.objective, 0.98, 1e-5));  // the noise bound takes 2 % away
    QCOMPARE(mixed.networks[0].l1, 0.0);
  }

  void refusals() {
    const std::vector<CoalitionTable> tables{CoalitionTable(2), CoalitionTable(2)};
    const std::vector<double> bounds(2, 1.0);
    const auto refused = [](const std::vector<CoalitionTable>& t, const std::vector<double>& b, const JointOptions& o) {
      try {
        decomposeJointly(t, b, o);
      } catch (const std::invalid_argument&) {
        return true;
      }
      return false;
    };
    QVERIFY(!refused(tables, bounds, {}));
    QVERIFY(refused({}, {}, {}));
    QVERIFY(refused(tables, {1.0}, {}));
    QVERIFY(refused(tables, {1.0, -1.0}, {}));
    QVERIFY(refused(tables, {1.0, std::nan("")}, {}));
    QVERIFY(refused({CoalitionTable(2), CoalitionTable(3)}, bounds, {}));
    QVERIFY(refused({CoalitionTable(2), tableOf(2, [](Coalition) { return std::nan(""); })}, bounds, {}));
    QVERIFY(refused(std::vector(17, CoalitionTable(1)), std::vector(17, 1.0), {}));
    QVERIFY(refused(tables, bounds, {.alpha = 1.1}));
    QVERIFY(refused(tables, bounds, {.alpha = -0.1}));
    QVERIFY(refused(tables, bounds, {.noiseBound = 2.0}));
    QVERIFY(refused(tables, bounds, {.gap = 0.0}));
    QVERIFY(refused(tables, bounds, {.maxIterations = 0}));
    QVERIFY(refused(tables, bounds, {.method = DecompositionMethod::andOnly}));
    QVERIFY(refused(tables, bounds, {.method = DecompositionMethod::published, .published = {.iterations = 0}}));
  }

  void stops() {
    struct Stop : RunControl {
      [[nodiscard]] bool stopRequested() const override { return true; }
    };
    for (const auto method : {DecompositionMethod::sparsest, DecompositionMethod::published}) {
      bool stoppedEarly = false;
      try {
        decomposeJointly(twoGames(), std::vector{1.0, 1.0}, {.method = method}, Stop());
      } catch (const Stopped&) {
        stoppedEarly = true;
      }
      QVERIFY(stoppedEarly);
    }
  }
};

QTEST_APPLESS_MAIN(TestJointDecomposition)
#include "tst_joint_decomposition.moc"
