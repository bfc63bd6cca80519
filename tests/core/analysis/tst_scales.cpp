// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/descents/loss_descents.h"
#include "core/analysis/descents/teacher_student.h"
#include "core/analysis/scales/order_scales.h"
#include "core/game/coalition.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/near.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>

using namespace spindle;
using spindle::test::Dice;
using spindle::test::near;

namespace {

constexpr int n = 5;

struct Tables {
  std::vector<double> andPart, orPart;
  [[nodiscard]] SampleInteractions view() const { return {andPart, orPart, 0.0}; }
};

Tables randomTables(Dice& dice) {
  Tables tables{dice.normals(coalitionCount(n)), dice.normals(coalitionCount(n))};
  for (int i = 0; i < n; ++i) tables.orPart[std::size_t{1} << i] = 0.0;
  return tables;
}

/// a + factor * b
Tables mixed(const Tables& a, double factor, const Tables& b) {
  Tables sum = a;
  for (std::size_t s = 0; s < a.andPart.size(); ++s) {
    sum.andPart[s] += factor * b.andPart[s];
    sum.orPart[s] += factor * b.orPart[s];
  }
  return sum;
}

OrderScales scalesOf(const Tables& here, const Tables& there) {
  OrderProducts products(n);
  products.add(here.view(), there.view());
  return orderScales(products);
}

}  // namespace

class ScalesTest : public QObject {
  Q_OBJECT

 private slots:
  void aMultipleOfTheReference();
  void orthogonalNoiseRaisesTheSizeOnly();
  void errorIsTheSquaredDistance();
  void nothingToCompareWith();
  void halfTimes();
  void descentsOfMadeUpLosses();
  void scatterIsNoDescent();
  void teacherAndStudentDescendTwice();
};

void ScalesTest::aMultipleOfTheReference() {
  Dice dice(1);
  const Tables reference = randomTables(dice);
  for (const double s : {0.0, 0.3, 1.0, 1.7}) {
    const OrderScales scales = scalesOf(mixed(reference, s - 1.0, reference), reference);
    for (std::size_t k = 0; k < n; ++k) {
      QVERIFY(near(scales.r[k], s, 1e-12));
      QVERIFY(near(scales.q[k], s * s, 1e-12));
      QVERIFY(near(scales.error[k], (1.0 - s) * (1.0 - s), 1e-12));
    }
  }
}

void ScalesTest::orthogonalNoiseRaisesTheSizeOnly() {
  Dice dice(2);
  const Tables reference = randomTables(dice);
  Tables noise = randomTables(dice);
  const OrderScales off = scalesOf(noise, reference);
  for (Coalition s = 0; s < noise.andPart.size(); ++s) {
    const auto k = static_cast<std::size_t>(std::max(order(s) - 1, 0));
    noise.andPart[s] -= off.r[k] * reference.andPart[s];
    noise.orPart[s] -= off.r[k] * reference.orPart[s];
  }
  const OrderScales scales = scalesOf(mixed(reference, 0.8, noise), reference), size = scalesOf(noise, reference);
  for (std::size_t k = 0; k < n; ++k) {
    QVERIFY(near(scales.r[k], 1.0, 1e-12));
    QVERIFY(near(scales.q[k], 1.0 + 0.64 * size.q[k], 1e-12));
    QVERIFY(scales.q[k] > 1.0);
  }
}

void ScalesTest::errorIsTheSquaredDistance() {
  Dice dice(3);
  const Tables a = randomTables(dice), b = randomTables(dice), c = randomTables(dice);
  OrderProducts products(n), distances(n);
  products.add(a.view(), b.view());
  products.add(c.view(), b.view());
  distances.add(mixed(a, -1.0, b).view(), b.view());
  distances.add(mixed(c, -1.0, b).view(), b.view());
  const OrderScales scales = orderScales(products), distance = orderScales(distances);
  for (std::size_t k = 0; k < n; ++k) QVERIFY(near(scales.error[k], distance.q[k], 1e-12));
  // Order 1 is one effect, however it is divided.
  Tables divided = a;
  divided.andPart[1] -= 0.25;
  divided.orPart[1] += 0.25;
  QVERIFY(near(scalesOf(divided, a).error[0], 0.0, 1e-12));
}

void ScalesTest::nothingToCompareWith() {
  Dice dice(4);
  const Tables a = randomTables(dice), zero{std::vector<double>(32, 0.0), std::vector<double>(32, 0.0)};
  QVERIFY(std::isnan(scalesOf(a, zero).r[0]) && std::isnan(scalesOf(a, zero).error[0]));
  OrderProducts products(4);
  QVERIFY_EXCEPTION_THROWN(products.add(a.view(), a.view()), std::invalid_argument);
}

void ScalesTest::halfTimes() {
  const std::vector<double> steps{0, 9, 99, 999};
  const HalfTime once = halfTime(steps, std::vector<double>{1.0, 0.75, 0.25, 0.0});
  QVERIFY(near(*once.first, std::sqrt(1000.0) - 1.0, 1e-9));  // halfway from 9 to 99 in log(1 + step)
  QCOMPARE(once.settled, once.first);
  const HalfTime twice = halfTime(steps, std::vector<double>{1.0, 0.5, 0.75, 0.25});
  QVERIFY(near(*twice.first, 9.0, 1e-9));
  QVERIFY(*twice.settled > 99.0 && *twice.settled < 999.0);
  QVERIFY(!halfTime(steps, std::vector<double>{1.0, 0.2, 0.3, 0.6}).settled);
  QVERIFY(!halfTime(steps, std::vector<double>{1.0, 0.9, 0.8, 0.6}).first);
  QCOMPARE(halfTime(steps, std::vector<double>{0.1, std::nan(""), 0.2, 0.0}).settled, std::optional<double>(0.0));
}

void ScalesTest::descentsOfMadeUpLosses() {
  const std::vector<double> falls{5, 4, 3, 2, 1, 0.9, 0.8, 0.7, 0.6};
  QVERIFY(lossDescents(falls).kind == DescentKind::single);
  const std::vector<double> rises{5, 4, 3, 2, 1, 1, 1.5, 2, 2.5, 3, 3.5};
  const LossDescents up = lossDescents(rises);
  QVERIFY(up.kind == DescentKind::rise && !up.peak);
  QCOMPARE(up.minimum, std::size_t{4});
  QCOMPARE(up.fall(), 0.0);
  std::vector<double> twice{5, 4, 3, 2, 1.5, 1, 1, 1.5, 2, 2.5, 3, 3, 2.5, 2, 1.5, 1, 0.5, 0.2};
  const LossDescents second = lossDescents(twice);
  QVERIFY(second.kind == DescentKind::second);
  QVERIFY(second.minimum >= 4 && second.minimum <= 7);  // the median is flat there
  QVERIFY(*second.peak >= 9 && *second.peak <= 12);
  QVERIFY(near(second.rise(), second.smoothed[*second.peak] - second.smoothed[second.minimum], 0.0));
  // Checkpoints without a loss keep their places.
  twice.insert(twice.begin() + 3, 4, std::numeric_limits<double>::quiet_NaN());
  const LossDescents gaps = lossDescents(twice);
  QCOMPARE(gaps.minimum, second.minimum + 4);
  QVERIFY(std::isnan(gaps.smoothed[4]));
  QVERIFY(lossDescents(std::vector<double>{1, 2}).kind == DescentKind::unknown);
}

void ScalesTest::scatterIsNoDescent() {
  int found = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Dice dice(seed);
    std::vector<double> loss;
    for (int i = 0; i < 40; ++i) loss.push_back(0.5 + std::exp(-0.15 * i) + 0.03 * dice.normal());
    found += lossDescents(loss).kind == DescentKind::second ? 1 : 0;
  }
  QVERIFY2(found <= 20, qPrintable(QString::number(found)));  // a single descent with scatter, seldom taken for two
}

void ScalesTest::teacherAndStudentDescendTwice() {
  // n, d, p = 130, 100, 70 as in Figure 1 of the paper; time t stands for ridge strength 1 / (eta t). With kappa = 100
  // the error has a minimum near 0.25, a peak near 0.32 and falls again; with kappa = 1 it falls alone.
  const auto losses = [](double kappa) {
    std::vector<double> list;
    for (double ridge = 1e2; ridge > 1e-7; ridge /= 1.3)
      list.push_back(coupledScales({130, 100, 70, kappa, 0.0, 0.0}, ridge).scales.error());
    return list;
  };
  const LossDescents second = lossDescents(losses(100));
  QVERIFY(second.kind == DescentKind::second);
  QVERIFY(second.smoothed[second.minimum] < 0.255 && second.smoothed[*second.peak] > 0.31);
  QVERIFY(second.smoothed[second.last] < 0.06);
  QVERIFY(lossDescents(losses(1)).kind == DescentKind::single);
}

QTEST_APPLESS_MAIN(ScalesTest)
#include "tst_scales.moc"
