// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analyzed_results.h"
#include "core/analysis/wiring/wired_numbers.h"
#include "core/analysis/wiring/wiring_analysis.h"
#include "core/analysis/wiring/wiring_kernel.h"
#include "core/base/user_error.h"
#include "core/dynamics/wiring.h"
#include "tests/core/analysis/given_results.h"
#include "tests/core/dynamics/random_tables.h"

#include <Eigen/Cholesky>
#include <QtTest>

#include <cmath>
#include <numbers>
#include <set>

using namespace spindle;
using Eigen::Index;
using Eigen::MatrixXd;
using spindle::test::Dice;

namespace {

bool near(double a, double b, double tolerance) {
  return std::abs(a - b) <= tolerance;
}

MatrixXd randomInputs(Index rows, Index columns, Dice& dice) {
  MatrixXd inputs(rows, columns);
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < columns; ++j) inputs(i, j) = dice.normal();
  }
  return inputs;
}

/// Units of one linear layer with ReLU, a row each: weights times inputs are independent normal vectors with the
/// covariance of the units before it, so that no weights need to be drawn.
MatrixXd drawnLayer(const MatrixXd& kernel, Index width, Dice& dice) {
  const MatrixXd root = kernel.llt().matrixL();
  const MatrixXd fields = randomInputs(width, kernel.rows(), dice) * root.transpose();
  return std::sqrt(2.0) * fields.cwiseMax(0.0);
}

MatrixXd kernelOfUnits(const MatrixXd& units) {
  return units.transpose() * units / static_cast<double>(units.rows());
}

/// The kernel of one network of finite width at random weights.
MatrixXd drawnKernel(const Wiring& wiring, const MatrixXd& inputs, Index width, Dice& dice) {
  std::vector<MatrixXd> nodes{drawnLayer(inputs, width, dice)};
  for (int to = 1; to < Wiring::nodes; ++to) {
    MatrixXd sum = MatrixXd::Zero(width, inputs.rows());
    for (int from = 0; from < to; ++from) {
      const MatrixXd& source = nodes[static_cast<std::size_t>(from)];
      if (wiring.edge(from, to) == Wiring::Edge::skip) sum += source;
      if (wiring.edge(from, to) == Wiring::Edge::linear && source.norm() > 0.0)
        sum += drawnLayer(kernelOfUnits(source), width, dice);
    }
    nodes.push_back(std::move(sum));
  }
  return kernelOfUnits(nodes.back());
}

}  // namespace

class WiringTest : public QObject {
  Q_OBJECT

 private slots:
  void correlationsBehindAReluHaveTheClosedForm() {
    QVERIFY(near(reluCorrelation(1.0), 1.0, 1e-15) && near(reluCorrelation(-1.0), 0.0, 1e-15));
    QVERIFY(near(reluCorrelation(0.0), 1.0 / std::numbers::pi, 1e-15));
    QVERIFY(near((reluCorrelation(1e-5) - reluCorrelation(-1e-5)) / 2e-5, 0.5, 1e-9));
    for (double c = -1.0; c < 0.999; c += 0.01) {
      QVERIFY(reluCorrelation(c + 0.01) > reluCorrelation(c));
      // The arc-cosine kernel in its usual form.
      const double usual = (std::sqrt(1.0 - c * c) + (std::numbers::pi - std::acos(c)) * c) / std::numbers::pi;
      QVERIFY(near(reluCorrelation(c), usual, 1e-12));
    }
  }

  void examplesHaveThePublishedDepthsAndWidths() {
    const Wiring chain("2_02_002"), parallel("1_01_222"), mixed("2_21_112");
    QCOMPARE(*chain.effectiveDepth(), 3.0);
    QVERIFY(near(*chain.effectiveWidth(), 1.0 / 3.0, 1e-15));
    QCOMPARE(*parallel.effectiveDepth(), 1.0);
    QCOMPARE(*parallel.effectiveWidth(), 3.0);
    QCOMPARE(*mixed.effectiveDepth(), 1.25);
    QVERIFY(near(*mixed.effectiveWidth(), 2.4, 1e-15));
    const Wiring skips("1_11_111"), nothing("0_00_000");
    QCOMPARE(*skips.effectiveDepth(), 0.0);
    QCOMPARE(*skips.effectiveWidth(), 0.0);
    QVERIFY(!nothing.effectiveDepth() && !nothing.effectiveWidth());
    QCOMPARE(verdictOn(nothing, wholeWiringBox()), std::string("disconnected"));
    for (const char* bad : {"", "2_21_113", "2_21_11", "22_1_112", "2_21_112 "})
      QVERIFY_EXCEPTION_THROWN(Wiring{bad}, UserError);
    QCOMPARE(wiringNamedIn("DAG 2_21_112 on digits")->code(), std::string("2_21_112"));
    QVERIFY(!wiringNamedIn("2_21_112 and 2_02_002") && !wiringNamedIn("LeNet"));
  }

  void allWiringsAreCountedAndFilteredAsMeasured() {
    const WiringBox box = wholeWiringBox();
    std::set<std::pair<double, double>> distinct;
    int connected = 0, kept = 0;
    for (int i = 0; i < Wiring::count; ++i) {
      const Wiring one = Wiring::numbered(i);
      QCOMPARE(Wiring(one.code()), one);
      QCOMPARE(static_cast<int>(one.paths().size()), one.pathCount());
      std::array<int, Wiring::nodes> lengths{};
      for (const auto& path : one.paths()) {
        std::size_t linear = 0;
        for (std::size_t k = 1; k < path.size(); ++k)
          linear += one.edge(path[k - 1], path[k]) == Wiring::Edge::linear ? 1 : 0;
        ++lengths.at(linear);
      }
      QCOMPARE(lengths, one.pathsByLength());
      if (one.pathCount() == 0) continue;
      ++connected;
      kept += box.keeps(one) ? 1 : 0;
      distinct.insert({std::round(*one.effectiveDepth() * 1e9), std::round(*one.effectiveWidth() * 1e9)});
    }
    QCOMPARE(connected, 662);
    QCOMPARE(distinct.size(), std::size_t{32});
    QCOMPARE(kept, 358);
    QVERIFY(near(box.depth, 1.5, 1e-12) && near(box.width, 2.0, 1e-12));
    QVERIFY(near(box.depthRadius, 0.75, 1e-12) && near(box.widthRadius, 1.0, 1e-12));
    QVERIFY(!box.keeps(Wiring("2_02_002")) && box.keeps(Wiring("1_01_222")) && box.keeps(Wiring("2_21_112")));
  }

  void publishedKernelsHaveTheFormulasOfTheExamples() {
    Dice dice(3);
    const MatrixXd inputs = unitKernel(randomInputs(12, 5, dice)), k = reluKernel(inputs);
    const auto kernel = [&](const char* code) { return wiredKernel(Wiring(code), inputs, KernelMode::published); };
    const auto f = [](const MatrixXd& x) { return reluKernel(x); };
    QVERIFY((kernel("2_02_002") - f(f(f(k)))).norm() < 1e-12);
    QVERIFY((kernel("1_01_222") - 3.0 * f(k)).norm() < 1e-12);
    QVERIFY((kernel("2_21_112") - (k + f(k) + f(2.0 * f(k)))).norm() < 1e-12);
    QVERIFY((f(2.0 * f(k)) - 2.0 * f(f(k))).norm() < 1e-12);
    QCOMPARE(kernel("0_00_000").norm(), 0.0);
    QCOMPARE(kernel("0_00_002").norm(), 0.0);
  }

  void noLeastEigenvalueIsAboveTheBound() {
    Dice dice(4);
    const MatrixXd inputs = unitKernel(randomInputs(10, 6, dice));
    for (int i = 0; i < Wiring::count; ++i) {
      const Wiring one = Wiring::numbered(i);
      if (one.pathCount() == 0) continue;
      const double least = leastEigenvalue(wiredKernel(one, inputs, KernelMode::published));
      QVERIFY2(least <= wiringBound(one, inputs) + 1e-12, one.code().c_str());
      // What the exact mode adds is positive semidefinite at a sum; chains have no sum and are the same.
    }
    const Wiring chain("2_02_002");
    QVERIFY((wiredKernel(chain, inputs, KernelMode::exact) - wiredKernel(chain, inputs, KernelMode::published)).norm() <
            1e-12);
  }

  void wideNetworksHaveTheExactKernel_data() {
    QTest::addColumn<QString>("code");
    for (const char* code : {"2_02_002", "1_01_222", "2_21_112", "1_11_111", "2_12_121", "2_22_222"})
      QTest::newRow(code) << code;
  }
  void wideNetworksHaveTheExactKernel() {
    QFETCH(QString, code);
    const Wiring wiring(code.toStdString());
    Dice dice(5);
    const MatrixXd inputs = unitKernel(randomInputs(5, 8, dice));
    constexpr int draws = 10;
    MatrixXd mean = MatrixXd::Zero(5, 5);
    for (int i = 0; i < draws; ++i) mean += drawnKernel(wiring, inputs, 8192, dice) / draws;
    const MatrixXd exact = wiredKernel(wiring, inputs, KernelMode::exact);
    const double off = ((mean - exact).array() / exact.array()).abs().maxCoeff();
    QVERIFY2(off < 0.03, std::to_string(off).c_str());
    if (code == "1_11_111") return;
    // And not the published one, where branches meet.
    const MatrixXd published = wiredKernel(wiring, inputs, KernelMode::published);
    const double away = ((mean - published).array() / published.array()).abs().maxCoeff();
    QVERIFY2(code == "2_02_002" ? away < 0.03 : away > 0.1, std::to_string(away).c_str());
  }

  void twoBranchesWithReluHaveAMeanInCommon() {
    const MatrixXd one = MatrixXd::Constant(1, 1, 1.0);
    const MatrixXd two = wiredKernel(Wiring("1_11_022"), one, KernelMode::exact);  // nodes 1 and 2 are 1 and 2 times 0
    QVERIFY(near(wiredKernel(Wiring("1_00_220"), one, KernelMode::exact)(0, 0), 2.0 + 2.0 / std::numbers::pi, 1e-12));
    QVERIFY(near(wiredKernel(Wiring("1_00_110"), one, KernelMode::exact)(0, 0), 4.0, 1e-12));
    QVERIFY(two(0, 0) > 4.0);
  }

  void onDigitsTheOrderReversesWithoutTheScale() {
    const auto numbers = wiredNumbers(exampleWirings());
    QCOMPARE(numbers[2].label, std::string("#3"));
    // Measured apart with NumPy: 0.004125, 0.007932, 0.011181.
    QVERIFY(near(numbers[0].published, 0.004125, 1e-5) && near(numbers[1].published, 0.007932, 1e-5) &&
            near(numbers[2].published, 0.011181, 1e-5));
    QVERIFY(numbers[0].bound < numbers[1].bound && numbers[1].bound < numbers[2].bound);
    QVERIFY(near(numbers[1].publishedScale, 3.0, 1e-12) && near(numbers[2].publishedScale, 4.0, 1e-12));
    QVERIFY(numbers[0].publishedNormalized() > 1.3 * numbers[1].publishedNormalized());
    QVERIFY(numbers[0].publishedNormalized() > 1.3 * numbers[2].publishedNormalized());
  }

  void repeatedAndOppositeSamplesAreLeftOut() {
    MatrixXd inputs(5, 2);
    inputs << 1, 0, 2, 0, -1, 0, 0, 3, 0, 0;
    QCOMPARE(unitKernel(inputs).rows(), Index{2});
  }

  void theAnalysisTakesTheWiringOfTheRun() {
    auto given = std::make_shared<test::GivenResults>(
        2, std::vector<std::vector<test::GivenResults::Effects>>{{{{1, 1.0}}}, {{{3, 1.0}}}});
    given->headerToChange().run = "DAG MLP 2_02_002 on digits";
    RunControl control;
    AnalysisChoices choices;
    const AnalysisList list{wiringAnalysis()};
    const auto textOf = [&](const AnalyzedPtr& found) {
      std::string text;
      for (const auto& one : found->found.at("wiring")->findings()) text += one.text + "\n";
      return QString::fromStdString(text);
    };
    const auto found = analyzed(given, {}, list, choices, control, {{given, "other.h5"}});
    QVERIFY2(textOf(found).contains("2_02_002 has 1 paths") && textOf(found).contains("The order reverses"),
             qPrintable(textOf(found)));
    const auto charts = found->found.at("wiring")->charts();
    QCOMPARE(std::get<Line>(charts[4].marks.front()).y, given->header().trainLoss);
    QCOMPARE(charts[4].marks.size(), std::size_t{2});
    // Without a name the example stands there, and the finding says how to choose.
    given->headerToChange().run = "LeNet";
    QVERIFY(textOf(analyzed(given, {}, list, choices, control)).contains("--dag"));
    // Without results.
    choices.options["wiring"].set("dag", 1.0);
    const auto alone = analyzedAlone(list, choices, control);
    QVERIFY2(textOf(alone).contains("No path of 0_00_000 joins"), qPrintable(textOf(alone)));
    for (const TableMaker& maker : alone->found.at("wiring")->tables()) maker.make(control);
  }
};

QTEST_APPLESS_MAIN(WiringTest)
#include "tst_wiring.moc"
