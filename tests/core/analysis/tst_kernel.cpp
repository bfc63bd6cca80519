// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_list.h"
#include "core/analysis/analyzed_results.h"
#include "core/analysis/kernel/kernel_charts.h"
#include "core/analysis/kernel/kernel_series.h"
#include "tests/core/analysis/given_results.h"
#include "tests/core/near.h"

#include <QtTest>

#include <cmath>

using namespace spindle;
using spindle::test::GivenResults;

namespace {

bool near(double actual, double expected) {
  return spindle::test::near(actual, expected, 1e-12);
}

/// Kernels of two samples, (a, b; b, d) each.
TangentKernel kernelOf(const std::vector<std::array<double, 3>>& matrices) {
  const std::size_t count = matrices.size();
  TangentKernel kernel{"*",
                       12,
                       {},
                       {"ntk", {count, 2, 2}, {}},
                       {"eigenvalues", {count, 2, 1}, {}},
                       {"normalized_eigenvalues", {count, 2, 1}, {}}};
  for (const auto& [a, b, d] : matrices) {
    const double half = (a + d) / 2.0, root = std::hypot((a - d) / 2.0, b), cosine = std::abs(b) / std::sqrt(a * d);
    for (const double value : {a, b, b, d}) kernel.ntk.values.push_back(value);
    for (const double value : {half - root, half + root}) kernel.eigenvalues.values.push_back(value);
    for (const double value : {1.0 - cosine, 1.0 + cosine}) kernel.normalized.values.push_back(value);
  }
  return kernel;
}

std::shared_ptr<GivenResults> resultsWith(const TangentKernel& kernel) {
  const std::vector<std::vector<GivenResults::Effects>> effects(kernel.ntk.extent[0],
                                                                {{{1, 1.0}}, {{1, 1.0}, {3, 0.5}}});
  auto results = std::make_shared<GivenResults>(2, effects);
  results->headerToChange().measurements = {asStored(kernel)};
  return results;
}

QString said(const std::shared_ptr<const ResultsReader>& results) {
  RunControl control;
  const AnalysisList list{analysisNamed(allAnalyses(), "kernel")};
  const AnalyzedPtr all = analyzed(results, {}, list, {}, control);
  QString text;
  for (const AnalysisFinding& one : all->found.at("kernel")->findings())
    text += QString::fromStdString(one.topic + ": " + one.text + "\n");
  return text;
}

}  // namespace

class KernelAnalysisTest : public QObject {
  Q_OBJECT

 private slots:
  void numbersInClosedForm();
  void aFactorMovesTheSizeOnly();
  void unknownCheckpointsAreLeftOut();
  void samplesStandByClass();
  void itIsSaidInWords();
};

void KernelAnalysisTest::numbersInClosedForm() {
  const auto numbers = kernelNumbers(kernelOf({{2.0, 1.0, 2.0}, {2.0, 0.0, 2.0}}));
  QVERIFY(near(numbers[0]->raw.condition(), 3.0) && near(numbers[0]->normalized.condition(), 3.0));
  QCOMPARE(numbers[0]->distance, 0.0);
  QCOMPARE(numbers[0]->diagonal, 2.0);
  QVERIFY(near(numbers[1]->distance, std::sqrt(2.0 / 10.0)));
  // Norms sqrt(10) and sqrt(8), product 8: 2 - 2 * 8 / sqrt(80).
  QVERIFY(near(numbers[1]->shapeDistance, std::sqrt(2.0 - 16.0 / std::sqrt(80.0))));
}

void KernelAnalysisTest::aFactorMovesTheSizeOnly() {
  const auto numbers = kernelNumbers(kernelOf({{2.0, 1.0, 3.0}, {14.0, 7.0, 21.0}}));
  QVERIFY(near(numbers[1]->distance, 6.0));
  QVERIFY(numbers[1]->shapeDistance < 1e-15);
  QVERIFY(near(numbers[1]->raw.condition(), numbers[0]->raw.condition()));
}

void KernelAnalysisTest::unknownCheckpointsAreLeftOut() {
  const double unknown = std::nan("");
  const auto numbers = kernelNumbers(kernelOf({{unknown, unknown, unknown}, {1.0, 1.0, 1.0}, {2.0, 2.0, 2.0}}));
  QVERIFY(!numbers[0] && numbers[1] && numbers[1]->distance == 0.0 && near(numbers[2]->distance, 1.0));
  QVERIFY(numbers[1]->raw.singular() && std::isnan(numbers[1]->raw.condition()));
}

void KernelAnalysisTest::samplesStandByClass() {
  const auto results = resultsWith(kernelOf({{4.0, -1.0, 1.0}}));
  results->headerToChange().sampleTarget = {3, 1};
  const Chart chart = kernelMatrixChart(results->header(), storedKernel(results->header()), 0, {});
  requireSound(chart);
  QCOMPARE(std::get<Cells>(chart.marks.front()).values, (std::vector<double>{1.0, -0.5, -0.5, 1.0}));
}

void KernelAnalysisTest::itIsSaidInWords() {
  const QString text = said(resultsWith(kernelOf({{2.0, 1.0, 2.0}, {2.0, 1.0, 2.0}, {20.0, 0.0, 20.0}})));
  QVERIFY2(text.contains("On 2 samples, over all parameters (12 numbers), from step 1 to step 100 the least eigenvalue "
                         "goes from 1 (of cosines 0.5) to 20 (of cosines 1), the largest from 3 (of cosines 1.5) to 20 "
                         "(of cosines 1)."),
           qPrintable(text));
  QVERIFY2(text.contains("condition number goes from 3 (of cosines 3) to 1 (of cosines 1)"), qPrintable(text));
  QVERIFY2(text.contains("no lazy training") && text.contains("no prediction of a loss"), qPrintable(text));
  TangentKernel same = kernelOf({{1.0, 1.0, 1.0}, {1.0, 1.0, 1.0}});
  same.pattern = "fc*";
  same.unreached = {"fc9.weight"};
  const QString lazy = said(resultsWith(same));
  QVERIFY2(lazy.contains("as in lazy training") && lazy.contains("At 2 of 2 checkpoints the least eigenvalue is 0") &&
               lazy.contains("those like fc* of the parameters") && lazy.contains("No gradient reaches fc9.weight"),
           qPrintable(lazy));
  auto none = resultsWith(same);
  none->headerToChange().measurements.clear();
  QVERIFY(said(none).contains("spindle measure kernel RUN"));
}

QTEST_APPLESS_MAIN(KernelAnalysisTest)
#include "tst_kernel.moc"
