// SPDX-License-Identifier: GPL-3.0-or-later
// Both ends of the tie-break from stored scores: x1 + x2 = AND(1, 2) + OR(1, 2) is of order 1 or of order 2.
#include "core/analysis/analysis_list.h"
#include "core/analysis/analyzed_results.h"
#include "core/base/user_error.h"
#include "core/measure/tie_ends.h"
#include "core/results/open_results.h"
#include "core/results/pair_interactions.h"
#include "core/results/result_rows.h"
#include "core/results/results_options.h"
#include "core/results/stored_dynamics.h"
#include "core/results/stored_ties.h"
#include "tests/core/store/sample_results.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace spindle;
using namespace spindle::test;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t checkpoints = 3, samples = 2;

/// Two equal effects of order 1, of size 1 + checkpoint.
void writeResults(const fs::path& file, const std::string& ties, const std::string& decomposition = "and-or") {
  ResultsHeader header = sampleHeader(2, checkpoints, samples);
  header.options = R"({"score":"log-odds","decomposition":")" + decomposition +
                   R"(","noise_bound":0.0,"gap":0.001,"max_iterations":20000,"threshold":"T1","factor":0.03)" + ties +
                   "}";
  const auto writer = ResultsWriter::create(file, header);
  for (std::size_t c = 0; c < checkpoints; ++c) {
    const double size = 1.0 + static_cast<double>(c);
    PairResult pair;
    pair.values = pair.andPart = pair.orPart = CoalitionTable(2);
    pair.values[1] = pair.values[2] = pair.andPart[1] = pair.andPart[2] = size;
    pair.values[3] = 2.0 * size;
    pair.l1 = pair.lowerBound = 2.0 * size;
    const std::vector<PairResult> pairs(samples, pair);
    const OrderStrength strength = orderStrength(interactionsOf(std::span(pairs), OrderOne::merged));
    writer->write(c, pairs, strengthRow(strength), strength.threshold);
  }
  writer->finish(samplePhase());
}

AnalyzedPtr analyzedFile(const fs::path& file) {
  RunControl control;
  const AnalysisList all = allAnalyses();
  return analyzed(openResults(file), file, {analysisNamed(all, "ties"), analysisNamed(all, "phases")}, {}, control);
}

class StopAtOnce : public RunControl {
 public:
  [[nodiscard]] bool stopRequested() const override { return true; }
};

}  // namespace

class TieEndsTest : public QObject {
  Q_OBJECT

 private slots:
  void theEndsAreOrderOneAndOrderTwo_data() {
    QTest::addColumn<QString>("ties");
    QTest::addColumn<int>("written");
    QTest::newRow("none") << ",\"ties\":\"none\"" << 2;
    QTest::newRow("of before it could be chosen") << "" << 2;
    QTest::newRow("low") << ",\"ties\":\"low\"" << 1;
  }
  void theEndsAreOrderOneAndOrderTwo() {
    QFETCH(QString, ties);
    QFETCH(int, written);
    QTemporaryDir folder;
    const fs::path file = folder.filePath("r.h5").toStdString();
    writeResults(file, ties.toStdString());
    QVERIFY(!analyzedFile(file)->ties->any());
    RunControl control;
    const TieEndsReport report = computeTieEnds(file, 2, control);
    QCOMPARE(static_cast<int>(report.written.size()), written);
    const auto high = openResults(tiesPath(file, TieBreak::high));
    QCOMPARE(readOptions(high->header()).measurement.ties, std::optional(TieBreak::high));
    for (std::size_t c = 0; c < checkpoints; ++c) {
      const PairResult pair = high->pair(c, 1);
      const double size = 1.0 + static_cast<double>(c);
      // The same scores and the same L1, as AND and OR of both variables.
      QVERIFY(std::abs(pair.values[3] - 2.0 * size) < 1e-12);
      QVERIFY(std::abs(pair.andPart[3] - size) < 0.01 * size && std::abs(pair.orPart[3] - size) < 0.01 * size);
      QVERIFY(pair.l1 <= 1.002 * pair.lowerBound && std::abs(pair.lowerBound - 2.0 * size) < 0.01 * size);
    }
    const AnalyzedPtr found = analyzedFile(file);
    QVERIFY(found->ties->any() && found->ties->leftOut.empty());
    const Table table = found->found.at("ties")->tables().front().make(control);
    QCOMPARE(table.rows().size(), 2 * checkpoints);
    for (const auto& row : table.rows()) {
      const double expected = std::get<std::string>(row[1]) == "low" ? 1.0 : 2.0;
      QVERIFY(std::abs(std::get<double>(row[2]) - expected) < 0.02);
    }
    for (const Chart& chart : found->found.at("ties")->charts()) QVERIFY2(hasContent(chart), chart.name.c_str());
    QVERIFY(hasContent(found->found.at("ties")->chartsAt({1}).front()));
    // The mean order does not change: neither end has a phase two, and the page of the phases says so.
    const auto phases = found->found.at("phases")->findings();
    QCOMPARE(phases.back().topic, std::string("Ties"));
    QVERIFY(phases.back().text.find("nowhere") != std::string::npos);
    // What is there is kept.
    QVERIFY(computeTieEnds(file, 1, control).written.empty());
  }

  void endsOfOtherScoresAreSkippedAndReplaced() {
    QTemporaryDir folder;
    const fs::path file = folder.filePath("r.h5").toStdString(), other = folder.filePath("other.h5").toStdString();
    writeResults(file, ",\"ties\":\"low\"");
    writeResults(other, ",\"ties\":\"high\",\"background\":\"mask\"");
    fs::rename(other, tiesPath(file, TieBreak::high));
    const AnalyzedPtr skipped = analyzedFile(file);
    QVERIFY(!skipped->ties->any());
    QCOMPARE(skipped->ties->leftOut.size(), std::size_t{1});
    RunControl control;
    QCOMPARE(computeTieEnds(file, 1, control).written.size(), std::size_t{1});
    QVERIFY(analyzedFile(file)->ties->any());
  }

  void stoppedLeavesNothing() {
    QTemporaryDir folder;
    const fs::path file = folder.filePath("r.h5").toStdString();
    writeResults(file, "");
    StopAtOnce control;
    const TieEndsReport report = computeTieEnds(file, 2, control);
    QCOMPARE(report.outcome, Outcome::stopped);
    QVERIFY(report.written.empty());
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList{"r.h5"});
  }

  void oneSidedResultsHaveNoTies() {
    QTemporaryDir folder;
    const fs::path file = folder.filePath("r.h5").toStdString();
    writeResults(file, "", "and");
    RunControl control;
    QVERIFY_EXCEPTION_THROWN(computeTieEnds(file, 1, control), UserError);
  }
};

QTEST_GUILESS_MAIN(TieEndsTest)
#include "tst_tie_ends.moc"
