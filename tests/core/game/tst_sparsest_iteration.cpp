// SPDX-License-Identifier: GPL-3.0-or-later
// The solver's inner loop exists for several instruction sets: all of them must give the same bits, or results would
// depend on the machine.
#include "core/game/coalition.h"
#include "core/game/sparsest_iteration_variants.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

using namespace spindle;

namespace {

template <class Scalar>
struct Variant {
  const char* name;
  Iterate<Scalar> iterate;
};

/// Those that this processor can run.
template <class Scalar>
std::vector<Variant<Scalar>> variants() {
  std::vector<Variant<Scalar>> all{{"baseline", &iterateBaseline}};
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) all.push_back({"AVX2", &iterateAvx2});
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    all.push_back({"AVX-512", &iterateAvx512});
#endif
  return all;
}

/// A state in the middle of an iteration, filled with random numbers, which owns its memory.
template <class Scalar>
class RandomState {
 public:
  explicit RandomState(int n) : size_(coalitionCount(n)) {
    const std::size_t stride = std::max<std::size_t>(size_, 64 / sizeof(Scalar));
    memory_.reset(static_cast<Scalar*>(std::aligned_alloc(64, blocks * stride * sizeof(Scalar))));
    std::mt19937_64 random(7);
    std::normal_distribution<double> normal;
    for (std::size_t i = 0; i < blocks * stride; ++i) memory_.get()[i] = static_cast<Scalar>(normal(random));
    const auto block = [&](std::size_t index) { return memory_.get() + index * stride; };
    state.n = n;
    for (std::size_t i = 0; i < 4; ++i) {
      state.point[i] = block(i);
      state.anchor[i] = block(4 + i);
      state.image[i] = block(8 + i);
    }
    state.values = block(12);
    // A reflection: the squares of its two diagonals add to 1, up to the scale of the two rotations.
    const double scale = std::pow(1.0 + goldenTangent * goldenTangent, -n);
    for (int k = 0; k <= n; ++k) {
      const double angle = static_cast<double>(block(13)[0]) + k;
      state.reflectSame[k] = static_cast<Scalar>(scale * std::cos(angle));
      state.reflectCross[k] = static_cast<Scalar>(scale * std::sin(angle));
      state.limits[k] = k < n ? static_cast<Scalar>(0.1 + 0.05 * k) : Scalar{0};
    }
    state.bound = static_cast<Scalar>(0.05);
  }

  [[nodiscard]] std::vector<Scalar> point() const {
    std::vector<Scalar> all;
    for (const Scalar* block : state.point) all.insert(all.end(), block, block + size_);
    return all;
  }

  IterationState<Scalar> state;

 private:
  static constexpr std::size_t blocks = 14;
  struct Free {
    void operator()(Scalar* p) const { std::free(p); }
  };
  std::size_t size_;
  std::unique_ptr<Scalar, Free> memory_;
};

template <class Scalar>
void compareVariants(int n) {
  std::vector<Scalar> expected;
  Scalar expectedResidual = 0;
  for (const auto& variant : variants<Scalar>()) {
    RandomState<Scalar> random(n);
    const Scalar residual = variant.iterate(random.state, 25);
    const auto point = random.point();
    QCOMPARE(random.state.sinceRestart, 25);
    if (expected.empty()) {
      expected = point;
      expectedResidual = residual;
      for (const Scalar x : point) QVERIFY(std::isfinite(x));
    }
    QVERIFY2(std::memcmp(point.data(), expected.data(), point.size() * sizeof(Scalar)) == 0, variant.name);
    QVERIFY2(std::memcmp(&residual, &expectedResidual, sizeof residual) == 0, variant.name);
  }
}

}  // namespace

class TestSparsestIteration : public QObject {
  Q_OBJECT

 private slots:
  void everyInstructionSetGivesTheSameBits_data() {
    QTest::addColumn<int>("n");
    for (int n = 0; n <= 16; ++n) QTest::addRow("n = %d", n) << n;
  }
  void everyInstructionSetGivesTheSameBits() {
    QFETCH(int, n);
    compareVariants<double>(n);
    compareVariants<float>(n);
  }
};

QTEST_APPLESS_MAIN(TestSparsestIteration)
#include "tst_sparsest_iteration.moc"
