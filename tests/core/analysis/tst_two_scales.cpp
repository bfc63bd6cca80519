// SPDX-License-Identifier: GPL-3.0-or-later
// The linear student with two time scales: exact formula against gradient descent step by step, closed form against
// exact ridge regression, and the numbers of the paper's figures.
#include "core/analysis/descents/loss_descents.h"
#include "core/analysis/descents/teacher_student.h"
#include "core/analysis/descents/two_scale_curves.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/near.h"

#include <Eigen/Dense>
#include <QtTest>

#include <cmath>
#include <functional>

using namespace spindle;
using spindle::test::near;

namespace {

constexpr int sets = 40;

double meanError(const TeacherStudent& model, const std::function<double(const StudentTraining&)>& error,
                 int count = sets) {
  double sum = 0.0;
  for (int i = 0; i < count; ++i) sum += error(StudentTraining(model, static_cast<std::uint64_t>(i) + 100));
  return sum / count;
}

double meanErrorAt(const TeacherStudent& model, double t) {
  return meanError(model, [t](const StudentTraining& one) { return one.at(t).error(); });
}

/// The mean error over t = 1 .. 10^6, ten a decade.
struct Curve {
  std::vector<double> t, error;
  explicit Curve(const TeacherStudent& model, int count = sets) {
    for (int i = 0; i <= 60; ++i) t.push_back(std::pow(10.0, i / 10.0));
    error.assign(t.size(), 0.0);
    for (int s = 0; s < count; ++s) {
      const StudentTraining one(model, static_cast<std::uint64_t>(s) + 100);
      for (std::size_t i = 0; i < t.size(); ++i) error[i] += one.at(t[i]).error() / count;
    }
  }
  /// After the peak, the time at which the error has fallen to half of it, in log t.
  [[nodiscard]] double logHalfTime() const {
    const LossDescents found = lossDescents(error, {.window = 1});
    const double half = 0.5 * error.at(found.peak.value());
    std::size_t i = *found.peak;
    while (error.at(i) > half) ++i;
    const double share = (error[i - 1] - half) / (error[i - 1] - error[i]);
    return std::log(t[i - 1]) + share * (std::log(t[i]) - std::log(t[i - 1]));
  }
};

bool within(double value, double expected, double share) {
  return std::abs(value - expected) <= share * expected;
}

}  // namespace

class TwoScalesTest : public QObject {
  Q_OBJECT

 private slots:
  void startAndEnd();
  void gradientDescentStepByStep();
  void fewerSamplesThanDirections();
  void closedFormBesideExactRidge_data();
  void closedFormBesideExactRidge();
  void groupsAddUp();
  void oneBlockMakesBothFormsAgree();
  void figuresOfThePaper_data();
  void figuresOfThePaper();
  void oneScaleDescendsOnce();
  void secondDescentWaitsForTheSlowDirections();
  void theoryPage();
};

void TwoScalesTest::startAndEnd() {
  for (const double kappa : {1.0, 10.0, 100.0}) {
    const StudentTraining one({130, 100, 70, kappa, 0.0, 0.0}, 1);
    QCOMPARE(one.at(0.0).r, 0.0);
    QCOMPARE(one.at(0.0).q, 0.0);
    QCOMPARE(one.at(0.0).error(), 0.5);
    QVERIFY(near(one.at(1e12).r, 1.0, 1e-6) && near(one.at(1e12).q, 1.0, 1e-6));
    QVERIFY(near(one.at(1e12).error(), 0.0, 1e-6));
  }
  QVERIFY_EXCEPTION_THROWN(StudentTraining({10, 10, 11, 1.0, 0.0, 0.0}, 1), std::invalid_argument);
  QVERIFY_EXCEPTION_THROWN(StudentTraining({10, 10, 5, 0.5, 0.0, 0.0}, 1), std::invalid_argument);
}

/// Maps from the teacher and from the label noise to the student's weights, moved by the same steps as weights are; the
/// means over teachers and noise are traces of them.
void TwoScalesTest::gradientDescentStepByStep() {
  const TeacherStudent model{14, 9, 5, 4.0, 0.3, 0.05};
  const int n = model.samples, d = model.directions;
  // The samples of seed 3 anew, by the same generator.
  test::Dice dice(3);
  Eigen::VectorXd scale = Eigen::VectorXd::Constant(d, 1.0 / model.condition);
  scale.head(model.fast).setOnes();
  Eigen::MatrixXd z(n, d);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < d; ++j) z(i, j) = dice.normal() / std::sqrt(static_cast<double>(d));
  }
  const Eigen::MatrixXd x = z * scale.asDiagonal();
  const StudentTraining training(model, 3);
  const Eigen::MatrixXd covariance = x.transpose() * x;
  const double largest = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(covariance).eigenvalues()(d - 1);
  const double step = 1.0 / (largest + model.decay);
  QVERIFY(near(training.stepSize(), step, 1e-12));
  Eigen::MatrixXd ofTeacher = Eigen::MatrixXd::Zero(d, d), ofNoise = Eigen::MatrixXd::Zero(d, n);
  for (int t = 1; t <= 200; ++t) {
    ofTeacher += step * (x.transpose() * (z - x * ofTeacher) - model.decay * ofTeacher);
    ofNoise += step * (x.transpose() * (Eigen::MatrixXd::Identity(n, n) - x * ofNoise) - model.decay * ofNoise);
    const double r = (scale.asDiagonal() * ofTeacher).trace() / d;
    const double q = (Eigen::MatrixXd(scale.asDiagonal() * ofTeacher).squaredNorm() +
                      model.noise * model.noise * Eigen::MatrixXd(scale.asDiagonal() * ofNoise).squaredNorm()) /
                     d;
    const StudentScales found = training.at(t);
    QVERIFY2(near(found.r, r, 1e-10) && near(found.q, q, 1e-10), qPrintable(QString::number(t)));
  }
}

void TwoScalesTest::fewerSamplesThanDirections() {
  // What lies outside the samples is never learned: R ends at the share of directions inside.
  const StudentTraining training({20, 50, 50, 1.0, 0.0, 0.0}, 5);
  QVERIFY(near(training.at(1e12).r, 0.4, 1e-9));
  QVERIFY(near(training.at(1e12).error(), 0.3, 1e-9));
}

void TwoScalesTest::closedFormBesideExactRidge_data() {
  QTest::addColumn<double>("ridge");
  QTest::addColumn<double>("closed");
  QTest::newRow("strong") << 0.3 << 0.2460;
  QTest::newRow("peak") << 0.01 << 0.3097;
  QTest::newRow("weak") << 3e-4 << 0.2342;
  QTest::newRow("none almost") << 1e-5 << 0.0218;
}

void TwoScalesTest::closedFormBesideExactRidge() {
  QFETCH(double, ridge);
  QFETCH(double, closed);
  const TeacherStudent model{130, 100, 70, 100.0, 0.0, 0.0}, large{520, 400, 280, 100.0, 0.0, 0.0};
  QVERIFY(near(coupledScales(model, ridge).scales.error(), closed, 1e-4));
  QVERIFY(near(coupledScales(large, ridge).scales.error(), closed, 1e-4));  // n, d and p count by their shares alone
  const auto exact = [&](const TeacherStudent& one, int count) {
    return meanError(
        one, [&](const StudentTraining& training) { return training.ridge(ridge).error(); }, count);
  };
  // The mean over data sets of the last one, where d = 100 is not large, comes 4 % above its limit.
  QVERIFY2(within(exact(model, sets), closed, ridge < 1e-4 ? 0.06 : 0.03),
           qPrintable(QString::number(exact(model, sets))));
  QVERIFY2(within(exact(large, 4), closed, ridge < 1e-4 ? 0.03 : 0.015), qPrintable(QString::number(exact(large, 4))));
}

void TwoScalesTest::groupsAddUp() {
  for (const double noise : {0.0, 0.4}) {
    for (const double kappa : {1.0, 7.0, 300.0}) {
      for (const double ridge : {1e-6, 1e-3, 0.1, 3.0}) {
        const CoupledScales found = coupledScales({150, 100, 60, kappa, noise, 0.0}, ridge);
        QVERIFY(near(found.fastError + found.slowError, found.scales.error(), 1e-12));
        QVERIFY(found.fastError > 0.0 && found.slowError > 0.0);
      }
    }
  }
}

void TwoScalesTest::oneBlockMakesBothFormsAgree() {
  for (const double noise : {0.0, 0.4}) {
    for (const double ridge : {1e-3, 0.1, 3.0}) {
      const TeacherStudent model{150, 100, 100, 50.0, noise, 0.0};
      const StudentScales coupled = coupledScales(model, ridge).scales, published = publishedScales(model, ridge);
      QVERIFY(near(coupled.r, published.r, 1e-9));
      QVERIFY(near(coupled.q, published.q, 1e-9));
    }
  }
  // With two blocks they agree before the slow one is learned only.
  const TeacherStudent two{130, 100, 70, 100.0, 0.0, 0.0};
  QVERIFY(within(publishedScales(two, 0.3).error(), coupledScales(two, 0.3).scales.error(), 0.01));
  QVERIFY(publishedScales(two, 3.2e-4).error() < 0.8 * coupledScales(two, 3.2e-4).scales.error());
}

void TwoScalesTest::figuresOfThePaper_data() {
  QTest::addColumn<int>("n");
  QTest::addColumn<int>("p");
  QTest::addColumn<double>("kappa");
  QTest::addColumn<double>("noise");
  QTest::addColumn<double>("minimum");
  QTest::addColumn<double>("peak");
  QTest::addColumn<double>("later");  // at t = 10^4
  QTest::newRow("Figure 1") << 130 << 70 << 100.0 << 0.0 << 0.252 << 0.325 << 0.243;
  QTest::newRow("Figure 3") << 150 << 60 << 50.0 << 0.0 << 0.287 << 0.331 << 0.090;
  QTest::newRow("Figure 4") << 110 << 70 << 30.0 << 0.0 << 0.269 << 0.393 << 0.114;
  QTest::newRow("Figure 5") << 120 << 80 << 40.0 << 0.2 << 0.217 << 0.332 << 0.162;
}

void TwoScalesTest::figuresOfThePaper() {
  QFETCH(int, n);
  QFETCH(int, p);
  QFETCH(double, kappa);
  QFETCH(double, noise);
  QFETCH(double, minimum);
  QFETCH(double, peak);
  QFETCH(double, later);
  const TeacherStudent model{n, 100, p, kappa, noise, 0.0};
  const Curve curve(model);
  const LossDescents found = lossDescents(curve.error, {.window = 1});
  QVERIFY(found.kind == DescentKind::second);
  QVERIFY2(within(curve.error[found.minimum], minimum, 0.03), qPrintable(QString::number(curve.error[found.minimum])));
  QVERIFY2(within(curve.error[*found.peak], peak, 0.03), qPrintable(QString::number(curve.error[*found.peak])));
  QVERIFY2(within(curve.error[40], later, 0.05), qPrintable(QString::number(curve.error[40])));
}

void TwoScalesTest::oneScaleDescendsOnce() {
  const TeacherStudent model{150, 100, 60, 1.0, 0.0, 0.0};
  const Curve curve(model, 10);
  QVERIFY(std::is_sorted(curve.error.begin(), curve.error.end(),
                         [](double next, double before) { return next > before + 1e-9; }));
  QVERIFY(lossDescents(curve.error, {.window = 1}).kind == DescentKind::single);
  QVERIFY2(within(meanErrorAt(model, 10.0), 0.056, 0.05), qPrintable(QString::number(meanErrorAt(model, 10.0))));
  // Directions that are too slow for 10^6 steps never settle: a plateau in place of the second descent.
  const Curve slowest({150, 100, 60, 1e3, 0.0, 0.0}, 10);
  QVERIFY(slowest.error[40] > 0.32);
}

void TwoScalesTest::secondDescentWaitsForTheSlowDirections() {
  std::vector<double> x, y;
  double before = 0.0;
  for (const double kappa : {20.0, 50.0, 100.0, 200.0}) {
    const Curve curve({130, 100, 70, kappa, 0.0, 0.0});
    const LossDescents found = lossDescents(curve.error, {.window = 1});
    QVERIFY(curve.error[found.peak.value()] > before - 1e-3);
    before = curve.error[*found.peak];
    x.push_back(std::log(kappa));
    y.push_back(curve.logHalfTime());
  }
  double meanX = 0.0, meanY = 0.0, xy = 0.0, xx = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    meanX += x[i] / 4.0;
    meanY += y[i] / 4.0;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - meanX) * (y[i] - meanY);
    xx += (x[i] - meanX) * (x[i] - meanX);
  }
  QVERIFY2(std::abs(xy / xx - 2.0) <= 0.15, qPrintable(QString::number(xy / xx)));
}

void TwoScalesTest::theoryPage() {
  RunControl control;
  const TwoScaleCurves curves({}, control);
  requireSound(curves.chart());
  QVERIFY(QString::fromStdString(curves.finding().text).contains("rises to"));
  QVERIFY(curves.finding().numbers[3].second < 0.02);
  const Table table = curves.table();
  QCOMPARE(table.rows().size(), curves.times().size());
  for (std::size_t i = 0; i < curves.times().size(); ++i)
    QCOMPARE(std::get<double>(table.rows()[i][table.column("error")]), curves.error()[i]);
  // More fast directions than directions: a sentence, not a number.
  const TwoScaleCurves none({130, 50, 70, 100.0, 0.0, 0.0}, control);
  QVERIFY(none.finding().kind == FindingKind::missing);
  requireSound(none.chart());
  QVERIFY(none.table().rows().empty());
  struct StopAtOnce : RunControl {
    [[nodiscard]] bool stopRequested() const override { return true; }
  } stop;
  QVERIFY_EXCEPTION_THROWN(TwoScaleCurves({}, stop), Stopped);
}

QTEST_APPLESS_MAIN(TwoScalesTest)
#include "tst_two_scales.moc"
