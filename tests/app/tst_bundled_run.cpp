// SPDX-License-Identifier: GPL-3.0-or-later
// The bundled run shows both phases: what the papers report of networks, checked on its results as computed here.
// Masked at the input its last distribution peaks at order 5 to 6 again, as it is trained far into over-fitting; masked
// as in the papers, at the first ReLU, it falls with the order as theirs do.
#include "core/analysis/analysis_list.h"
#include "core/analysis/analyzed_results.h"
#include "core/dynamics/phase_report.h"
#include "core/dynamics/salience.h"
#include "core/results/open_results.h"
#include "core/results/pair_interactions.h"
#include "core/results/stored_dynamics.h"
#include "core/store/results_file.h"
#include "tests/app/program.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace spindle;
using namespace spindle::test;

class BundledRunTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void bundledResultsAreThoseOfToday();
  void untrainedNetworkHasTheShapeOfASpindle();
  void phaseOneLeavesTheLowestOrders();
  void phaseTwoFillsOrdersInTurn();
  void underThePublishedProtocolTheLastDistributionFalls();
  void meanOrderFallsThenRises();
  void gapOpensNearTheMarker();
  void everyDecompositionIsCertified();
  void numpyRecomputesTheSame();
  void analysesWriteTheirTables();
  void numpyRecomputesTheAnalyses();
  void largestContextsSinkAndComeBack();

 private:
  /// Share of the strength that an order has at a checkpoint.
  [[nodiscard]] double share(std::size_t checkpoint, int order) const {
    const OrderStrength& s = strengths_[checkpoint];
    double all = 0.0;
    for (int k = 1; k <= s.variables(); ++k) all += s.total(k);
    return s.total(order) / all;
  }
  [[nodiscard]] double gap(std::size_t checkpoint) const { return test_[checkpoint] - train_[checkpoint]; }

  QTemporaryDir folder_;
  std::shared_ptr<ResultsReader> results_;
  std::vector<OrderStrength> strengths_;
  std::vector<double> train_, test_;
  PhaseReport report_;
  std::size_t start_ = 0;
};

void BundledRunTest::initTestCase() {
  const QString file = folder_.filePath("results.h5");
  const Ended ended =
      spindleProgram({"extract", QStringLiteral(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet"), "-o", file});
  QVERIFY2(ended.status == 0, qPrintable(ended.err));
  results_ = ResultsReader::open(file.toStdString());
  const ResultsHeader& header = results_->header();
  QVERIFY(header.checkpoints() >= 30);
  QCOMPARE(header.samples(), std::size_t{32});
  train_ = header.trainLoss;
  test_ = header.testLoss;
  std::vector<SampleStrengths> series;
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    std::vector<PairResult> pairs;
    for (std::size_t s = 0; s < header.samples(); ++s) pairs.push_back(results_->pair(c, s));
    const std::vector<SampleInteractions> samples = interactionsOf(pairs, OrderOne::merged);
    series.emplace_back(samples, salienceThreshold(samples));
    strengths_.push_back(orderStrength(series.back()));
  }
  report_ = findPhases(series, train_, test_);
  QVERIFY(report_.meanOrder.checkpoint.has_value());
  start_ = *report_.meanOrder.checkpoint;
  QVERIFY(start_ > 3 && start_ + 3 < strengths_.size());
}

/// What comes with the program, so that the first start computes nothing, is what it computes.
void BundledRunTest::bundledResultsAreThoseOfToday() {
  const QString file = QStringLiteral(SPINDLE_BINARY_DIR "/bin/results/fashion-lenet.h5");
#ifdef SPINDLE_WITHOUT_BUNDLED_RESULTS
  QSKIP("Builds with sanitizers compute no bundled results.");
#endif
  const auto bundled = openResults(file.toStdString());
  QVERIFY2(
      bundled->header().version == results_->header().version && sameMeasurement(bundled->header(), results_->header()),
      "made with other options: cmake --build BUILD --target bundled_results");
  QCOMPARE(bundled->header().sampleVariables, results_->header().sampleVariables);
  for (const std::size_t checkpoint : {std::size_t{0}, start_, strengths_.size() - 1}) {
    const OrderStrength then = storedStrength(*bundled, checkpoint), now = strengths_[checkpoint];
    for (int k = 1; k <= now.variables(); ++k) {
      const double apart =
          std::max(std::abs(then.positive(k) - now.positive(k)), std::abs(then.negative(k) - now.negative(k)));
      QVERIFY2(apart < 1e-9, qPrintable(QString("checkpoint %1, order %2: %3").arg(checkpoint).arg(k).arg(apart)));
    }
  }
}

void BundledRunTest::untrainedNetworkHasTheShapeOfASpindle() {
  const OrderStrength& first = strengths_.front();
  int peak = 1;
  for (int k = 2; k <= 10; ++k) peak = first.total(k) > first.total(peak) ? k : peak;
  QVERIFY2(peak >= 4 && peak <= 7, qPrintable(QString::number(peak)));
  QVERIFY(share(0, 1) < 0.1);
  QVERIFY(share(0, 10) < 0.02);
  double positive = 0.0, difference = 0.0;
  for (int k = 1; k <= 10; ++k) {
    positive += first.positive(k);
    difference += std::abs(first.positive(k) + first.negative(k));
  }
  QVERIFY(difference < 0.25 * positive);  // halves nearly mirror images
}

void BundledRunTest::phaseOneLeavesTheLowestOrders() {
  QVERIFY(share(start_, 1) + share(start_, 2) > 0.7);
  double high = 0.0;
  for (int k = 5; k <= 10; ++k) high += share(start_, k);
  QVERIFY(high < 0.05);
  double before = 0.0;
  for (int k = 5; k <= 10; ++k) before += share(0, k);
  QVERIFY(before > 0.4);
  QVERIFY(strengths_[start_].positive(1) > 20.0 * strengths_.front().positive(1));
}

void BundledRunTest::phaseTwoFillsOrdersInTurn() {
  // The first checkpoint from which on an order has at least a twentieth of the strength to the end of the run.
  std::vector<std::size_t> since;
  for (int k = 3; k <= 7; ++k) {
    std::size_t first = strengths_.size();
    while (first > start_ && share(first - 1, k) >= 0.05) --first;
    QVERIFY(first < strengths_.size());
    since.push_back(first);
  }
  QVERIFY(std::is_sorted(since.begin(), since.end()));
  QVERIFY(since.back() > since.front());
}

void BundledRunTest::underThePublishedProtocolTheLastDistributionFalls() {
  const QString run = folder_.filePath("published");
  QVERIFY(QDir().mkpath(run));
  for (const char* name : {"checkpoints", "metrics.csv", "model.pt", "samples.npz"})
    QVERIFY(QFile::link(QStringLiteral(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet/") + name, run + "/" + name));
  writeFile(run + "/run.json", R"({"protocol": "two-phase", "samples": "samples.npz",
    "input": {"kind": "image", "shape": [1, 28, 28], "mean": [0.286], "std": [0.353]}})");
  const QString file = folder_.filePath("published.h5");
  const QString wanted = QStringLiteral("%1,%2").arg(start_).arg(strengths_.size() - 1);
  const Ended ended = spindleProgram({"extract", run, "-o", file, "--checkpoints", wanted});
  QVERIFY2(ended.status == 0, qPrintable(ended.err));
  const auto results = ResultsReader::open(file.toStdString());
  const auto totals = [&results](std::size_t row) {
    const StrengthRow strength = results->strength(row);
    std::vector<double> list;
    for (std::size_t k = 0; k < strength.positive.size(); ++k)
      list.push_back(strength.positive[k] - strength.negative[k]);
    const double all = std::accumulate(list.begin(), list.end(), 0.0);
    for (double& value : list) value /= all;
    return list;
  };
  const std::vector<double> atStart = totals(0), last = totals(1);
  QVERIFY(atStart[0] > 0.5 && atStart[1] > atStart[2]);
  QVERIFY(std::is_sorted(last.rbegin(), last.rend()));
  QVERIFY(last[5] > 0.01);  // visible to order 6
  QVERIFY(last[2] + last[3] + last[4] > 1.5 * (atStart[2] + atStart[3] + atStart[4]));
}

void BundledRunTest::meanOrderFallsThenRises() {
  QVERIFY(strengths_.front().meanOrder() - strengths_[start_].meanOrder() > 1.5);
  QVERIFY(strengths_.back().meanOrder() - strengths_[start_].meanOrder() > 1.5);
  QVERIFY(report_.meanOrder.interval.has_value());
  QVERIFY(report_.meanOrder.interval->low <= start_ && start_ <= report_.meanOrder.interval->high);
  QVERIFY(report_.changePoint.checkpoint.has_value());
}

void BundledRunTest::gapOpensNearTheMarker() {
  const double range = gap(strengths_.size() - 1) - gap(0);
  QVERIFY(range > 0.5);
  for (std::size_t c = 0; c <= start_; ++c) QVERIFY(std::abs(gap(c)) <= 0.05 * range);
  QVERIFY(report_.lossGap.checkpoint.has_value());
  const auto apart = std::max(start_, *report_.lossGap.checkpoint) - std::min(start_, *report_.lossGap.checkpoint);
  QVERIFY2(apart <= 1, qPrintable(QString::number(apart)));
}

void BundledRunTest::everyDecompositionIsCertified() {
  for (std::size_t c = 0; c < strengths_.size(); ++c) {
    for (std::size_t s = 0; s < results_->header().samples(); ++s) {
      const PairResult pair = results_->pair(c, s);
      QVERIFY(pair.lowerBound <= pair.l1 && pair.l1 - pair.lowerBound <= 0.0101 * pair.l1);
    }
  }
}

/// Strengths, phases, similarity and theory anew from the tables, by a script that shares no line with the program.
void BundledRunTest::numpyRecomputesTheSame() {
  QProcess process;
  process.start("/usr/bin/python3",
                {QStringLiteral(SPINDLE_GOLDEN_DIR "/dynamics/check_results.py"), folder_.filePath("results.h5")});
  QVERIFY(process.waitForFinished(-1));
  QVERIFY2(process.exitCode() == 0, (process.readAllStandardOutput() + process.readAllStandardError()).constData());
}

void BundledRunTest::analysesWriteTheirTables() {
  const QString file = folder_.filePath("results.h5"), now = folder_.filePath("analyzed");
  const Ended ended = spindleProgram({"analyze", "all", file, "--csv", now});
  QVERIFY2(ended.status == 0, qPrintable(ended.err));
  for (const char* name : {"dynamics", "losses", "phases", "theory", "similarity", "groups", "shifts", "salient",
                           "trust", "mean_scores", "values", "pairs"})
    QVERIFY2(QFileInfo(now + "/" + name + ".csv").size() > 100, name);
  // One analysis alone writes the same.
  const QString alone = folder_.filePath("alone");
  QCOMPARE(spindleProgram({"analyze", "theory", file, "--csv", alone}).status, 0);
  QCOMPARE(fileBytes(alone + "/theory.csv"), fileBytes(now + "/theory.csv"));
  // Noise of the theory belongs to no other analysis.
  const Ended refused = spindleProgram({"analyze", "trust", file, "--noise", "1"});
  QCOMPARE(refused.status, 2);
  QVERIFY2(refused.err.contains("--noise has no effect"), qPrintable(refused.err));
  const Ended misspelled = spindleProgram({"analyze", "context-orders", file, "--pairs", "nere"});
  QCOMPARE(misspelled.status, 2);
  QVERIFY2(misspelled.err.contains("--pairs takes all, near"), qPrintable(misspelled.err));
}

/// The tables that analysesWriteTheirTables() wrote, anew from the results file.
void BundledRunTest::numpyRecomputesTheAnalyses() {
  QProcess process;
  process.start("/usr/bin/python3", {QStringLiteral(SPINDLE_GOLDEN_DIR "/analysis/check_analyses.py"),
                                     folder_.filePath("results.h5"), folder_.filePath("analyzed")});
  QVERIFY(process.waitForFinished(-1));
  QVERIFY2(process.exitCode() == 0, (process.readAllStandardOutput() + process.readAllStandardError()).constData());
}

/// The right arm of the strength by context order sinks in phase one and grows back in phase two.
void BundledRunTest::largestContextsSinkAndComeBack() {
  RunControl control;
  const AnalyzedPtr found = analyzed(results_, folder_.filePath("results.h5").toStdString(),
                                     {analysisNamed(allAnalyses(), "context-orders")}, {}, control);
  double first = 0.0, least = 0.0, last = 0.0, middle = 0.0;
  for (const AnalysisFinding& finding : found->found.at("context-orders")->findings()) {
    for (const auto& [name, value] : finding.numbers) {
      if (name == "first") first = value;
      if (name == "least") least = value;
      if (name == "last") last = value;
      if (name == "middle") middle = value;
    }
  }
  QVERIFY2(first > 1.2 && least < 1.0 && last > least + 0.1,
           qPrintable(QString("%1 %2 %3").arg(first).arg(least).arg(last)));
  QVERIFY2(middle < 1.0, qPrintable(QString::number(middle)));
}

QTEST_GUILESS_MAIN(BundledRunTest)
#include "tst_bundled_run.moc"
