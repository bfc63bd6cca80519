// SPDX-License-Identifier: GPL-3.0-or-later
// The projection on all decompositions against the equation it solves; and the same bits from every instruction set, or
// results would depend on the machine.
#include "core/game/coalition.h"
#include "core/game/coupled_blocks.h"
#include "core/game/coupled_halpern.h"
#include "core/game/coupled_iteration_variants.h"
#include "core/game/decompose.h"
#include "core/game/moebius.h"
#include "tests/core/game/games.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

using namespace spindle;
using namespace spindle::test;

namespace {

struct Variant {
  const char* name;
  CoupledIterate iterate;
};

/// Those that this processor can run.
std::vector<Variant> variants() {
  std::vector<Variant> all{{"baseline", &iterateCoupledBaseline}};
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) all.push_back({"AVX2", &iterateCoupledAvx2});
#endif
  return all;
}

/// A state in the middle of an iteration, filled with random numbers, which owns its memory.
class RandomState {
 public:
  explicit RandomState(int n) : size_(coalitionCount(n)), plan_(n) {
    const std::size_t stride = size_ + 64;
    memory_.reset(static_cast<double*>(std::aligned_alloc(64, blocks * stride * sizeof(double))));
    std::mt19937_64 random(7);
    std::normal_distribution<double> normal;
    for (std::size_t i = 0; i < blocks * stride; ++i) memory_.get()[i] = normal(random);
    const auto block = [&](std::size_t index) { return memory_.get() + index * stride; };
    state.n = n;
    for (std::size_t i = 0; i < 3; ++i) {
      state.point[i] = block(i);
      state.anchor[i] = block(3 + i);
      block(i)[0] = block(3 + i)[0] = 0;
    }
    state.work[0] = block(6);
    state.work[1] = block(7);
    std::fill_n(block(6) + size_, SymmetricPlan::local, 0.0);
    block(8)[0] = 0;
    state.values = block(8);
    state.plan = &plan_;
    inverses_ = CoupledBlocks(n).inverses(shift);
    for (std::size_t d = 0; d < inverses_.size(); ++d) state.inverse[d] = inverses_[d].data();
    for (int k = 1; k <= n; ++k) state.limits[k] = 0.1 + 0.05 * k;
    state.bound = 0.05;
    state.root = std::sqrt(shift);
  }

  [[nodiscard]] std::vector<double> point() const {
    std::vector<double> all;
    for (const double* block : state.point) all.insert(all.end(), block, block + size_);
    return all;
  }

  static constexpr double shift = 1.7;
  CoupledState state;

 private:
  static constexpr std::size_t blocks = 9;
  struct Free {
    void operator()(double* p) const { std::free(p); }
  };
  std::size_t size_;
  SymmetricPlan plan_;
  std::vector<std::vector<double>> inverses_;
  std::unique_ptr<double, Free> memory_;
};

void compareVariants(int n) {
  std::vector<double> expected;
  double expectedResidual = 0;
  for (const auto& variant : variants()) {
    RandomState random(n);
    const double residual = variant.iterate(random.state, 25);
    const auto point = random.point();
    QCOMPARE(random.state.sinceRestart, 25);
    if (expected.empty()) {
      expected = point;
      expectedResidual = residual;
      for (const double x : point) QVERIFY(std::isfinite(x));
    }
    QVERIFY2(std::memcmp(point.data(), expected.data(), point.size() * sizeof(double)) == 0, variant.name);
    QVERIFY2(std::memcmp(&residual, &expectedResidual, sizeof residual) == 0, variant.name);
  }
}

// Z a + Y b without the empty set and coalition.
std::vector<double> scores(std::vector<double> a, std::vector<double> b) {
  a[0] = b[0] = 0.0;
  zeta(a);
  orInverse(b, 0.0);
  for (std::size_t t = 0; t < a.size(); ++t) a[t] += b[t];
  return a;
}

}  // namespace

class TestCoupledIteration : public QObject {
  Q_OBJECT

 private slots:
  void everyInstructionSetGivesTheSameBits_data() {
    QTest::addColumn<int>("n");
    for (int n = SymmetricPlan::leastVariables; n <= 16; ++n) QTest::addRow("n = %d", n) << n;
  }
  void everyInstructionSetGivesTheSameBits() {
    QFETCH(int, n);
    compareVariants(n);
  }

  void theMultiplierSolvesItsEquation_data() {
    QTest::addColumn<int>("n");
    for (int n = SymmetricPlan::leastVariables; n <= 13; ++n) QTest::addRow("n = %d", n) << n;
  }
  void theMultiplierSolvesItsEquation() {
    QFETCH(int, n);
    RandomState random(n);
    auto& state = random.state;
    const std::size_t size = coalitionCount(n);
    std::array<std::vector<double>, 3> x;
    for (int i = 0; i < 3; ++i) {
      for (Coalition s = 0; s < size; ++s) {
        const double value = state.point[i][s];
        const double limit = i == 2 ? state.bound : state.limits[order(s)];
        const double clamped = std::clamp(value, -limit, limit);
        x[i].push_back(i == 2 ? 2 * clamped - value : value - 2 * clamped);
      }
    }
    auto wanted = scores(x[0], x[1]);
    for (std::size_t t = 0; t < size; ++t) wanted[t] -= state.root * x[2][t] + state.values[t];
    iterateCoupledBaseline(state, 0);
    const std::vector<double> m(state.work[0], state.work[0] + size);
    QCOMPARE(m[0], 0.0);
    // Z' m is the sum over supersets, Y' m that over what is met.
    std::vector<double> above(m);
    flip(above);
    zeta(above);
    flip(above);
    std::vector<double> met(m);
    orInverse(met, 0.0);
    const auto got = scores(above, met);
    double largest = 0.0;
    for (const double value : got) largest = std::max(largest, std::abs(value));
    for (std::size_t t = 1; t < size; ++t) {
      const double difference = got[t] + RandomState::shift * m[t] - wanted[t];
      QVERIFY2(std::abs(difference) <= 1e-9 * (1 + largest), qPrintable(QString::number(difference)));
    }
  }

  // Optima from HiGHS.
  void reachesTheOptimumOfAnIndependentSolver_data() {
    QTest::addColumn<std::vector<double>>("v");
    QTest::addColumn<double>("noiseBound");
    QTest::addColumn<double>("optimum");
    QFile in(SPINDLE_GOLDEN_DIR "/andor_cases.json");
    QVERIFY(in.open(QIODevice::ReadOnly));
    for (const auto& entry : QJsonDocument::fromJson(in.readAll()).array()) {
      const auto object = entry.toObject();
      std::vector<double> v;
      for (const auto& value : object["v"].toArray()) v.push_back(value.toDouble() - object["v"][0].toDouble());
      if (v.size() < 16) continue;
      const auto optima = object["sparsest_l1"].toObject();
      for (const auto& bound : optima.keys())
        QTest::addRow("%s, bound %s", qPrintable(object["name"].toString()), qPrintable(bound))
            << v << bound.toDouble() << optima[bound].toDouble();
    }
  }
  void reachesTheOptimumOfAnIndependentSolver() {
    QFETCH(std::vector<double>, v);
    QFETCH(double, noiseBound);
    QFETCH(double, optimum);
    double size = 0.0;
    for (const double value : v) size += std::abs(value) / static_cast<double>(v.size());
    const double bound = noiseBound * std::abs(v.back());
    std::vector<double> scaled(v);
    for (double& value : scaled) value /= size;
    CoupledHalpern iteration(std::countr_zero(v.size()));
    iteration.start(scaled, bound / size);
    while (iteration.iterations() < 2000) iteration.advance(8);
    std::vector<double> u(v.size());
    std::vector<double> w(v.size());
    iteration.values(u, w);
    for (std::size_t t = 0; t < v.size(); ++t)
      QVERIFY(std::abs(u[t] + w[v.size() - 1 - t] - scaled[t]) <= bound / size + 1e-12);
    moebius(u);
    moebius(w);  // the OR interactions, up to their sign
    double l1 = 0.0;
    for (std::size_t s = 1; s < v.size(); ++s) l1 += size * (std::abs(u[s]) + std::abs(w[s]));
    QVERIFY2(std::abs(l1 - optimum) <= 1e-3 * optimum, qPrintable(QString::number(l1 / optimum - 1)));
  }

  // Eleven variables are solved by this iteration, ten by the other: a variable that does nothing changes no optimum.
  void agreesWithTheOtherIteration_data() {
    QTest::addColumn<int>("seed");
    QTest::addColumn<double>("noiseBound");
    for (int seed = 0; seed < 2; ++seed) {
      for (const double bound : {0.0, 0.02, 0.2}) QTest::addRow("seed %d, bound %g", seed, bound) << seed << bound;
    }
  }
  void agreesWithTheOtherIteration() {
    QFETCH(int, seed);
    QFETCH(double, noiseBound);
    const auto small = normalTable(10, 100 + seed);
    const auto large = tableOf(11, [&](Coalition t) { return small[t & 1023U]; });
    double lastOrder = 0.0;
    for (const auto ties : {TieBreak::low, TieBreak::none, TieBreak::high}) {
      const DecompositionOptions options{.noiseBound = noiseBound, .gap = 1e-3, .ties = ties};
      const auto ten = decompose(std::span(&small, 1), options).front();
      const auto eleven = decompose(std::span(&large, 1), options).front();
      QVERIFY(ten.gap() <= 1e-3 && eleven.gap() <= 1e-3);
      QVERIFY2(eleven.iterations < 5000, qPrintable(QString::number(eleven.iterations)));
      const QString told = QString("%1 and %2").arg(ten.l1, 0, 'g', 10).arg(eleven.l1, 0, 'g', 10);
      QVERIFY2(std::abs(ten.l1 - eleven.l1) <= 1e-3 * ten.l1, qPrintable(told));
      const double order = meanOrder(eleven.andPart, eleven.orPart);
      QVERIFY(order >= lastOrder - 1e-3);
      QVERIFY(std::abs(order - meanOrder(ten.andPart, ten.orPart)) < 0.1);
      lastOrder = order;
    }
  }
};

QTEST_APPLESS_MAIN(TestCoupledIteration)
#include "tst_coupled_iteration.moc"
