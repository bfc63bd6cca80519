// SPDX-License-Identifier: GPL-3.0-or-later
// Paths of classes: similarity, chance and rank correlation by hand; what the analysis says with and without gates; the
// interactions that are left through gates.
#include "core/analysis/analysis_list.h"
#include "core/analysis/analyzed_results.h"
#include "core/analysis/paths/path_statistics.h"
#include "core/analysis/paths/paths_analysis.h"
#include "core/results/results_options.h"
#include "tests/core/analysis/given_results.h"
#include "tests/core/analysis/made_gates.h"
#include "tests/core/dynamics/random_tables.h"
#include "tests/core/near.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace spindle;
using spindle::test::Dice;
using spindle::test::GivenResults;
using spindle::test::near;

namespace {

/// Gates of 3 classes, of which the last has no path at checkpoint 0.
ClassGates made(std::size_t checkpoints, std::size_t samples) {
  ClassGates gates;
  gates.learnedFrom = {90, 80, 70};
  gates.lookedAt = {10, 10, 10};
  gates.classNames = {"coat", "shirt", "bag"};
  const double no = std::nan("");
  gates.layers = {{"relu1", {checkpoints, 3, 4}, {}}, {"relu2", {checkpoints, 3, 2}, {}}};
  for (std::size_t c = 0; c < checkpoints; ++c) {
    for (const double gate : {0.9, 0.8, 0.1, 0.2, 0.9, 0.4, 0.7, 0.1}) gates.layers[0].values.push_back(gate);
    for (const double gate : {0.1, 0.2, 0.6, 0.9}) gates.layers[0].values.push_back(c == 0 ? no : gate);
    for (const double gate : {0.9, 0.1, 0.9, 0.9}) gates.layers[1].values.push_back(gate);
    for (const double gate : {0.1, 0.9}) gates.layers[1].values.push_back(c == 0 ? no : gate);
  }
  const auto field = [&](const char* name, const std::vector<double>& values) {
    MeasuredArray array{name, {checkpoints, 3, 3}, {}};
    for (std::size_t c = 0; c < checkpoints; ++c) array.values.insert(array.values.end(), values.begin(), values.end());
    return array;
  };
  gates.confusion = field("confusion", {6, 3, 1, 2, 8, 0, 0, 1, 9});
  gates.recall = field("recall", {1, 0, 0.1, 0.1, 1, 0, 0, 0, 1});
  gates.answered = field("answered", {1, 0.5, 0.2, 0.6, 1, 0.1, 0.2, 0.2, 1});
  gates.loss = {"loss", {checkpoints, 3, 4}, std::vector<double>(checkpoints * 12, 1.0)};
  gates.hits = {"hits", {checkpoints, 3, 4}, std::vector<double>(checkpoints * 12, no)};
  gates.predicted = {"predicted", {checkpoints, samples, 1}, std::vector<double>(checkpoints * samples, 0.0)};
  return gates;
}

std::string textOf(const AnalysisResult& result) {
  std::string all;
  for (const AnalysisFinding& finding : result.findings()) all += finding.topic + ": " + finding.text + "\n";
  return all;
}

}  // namespace

class PathsTest : public QObject {
  Q_OBJECT

 private slots:
  void similarityByHand() {
    const ClassGates gates = made(2, 1);
    // {0, 1} and {0, 2} of 4; {0} and {0, 1} of 2.
    QCOMPARE(pathSizes(gates, 0, 1, 0, 1).similarity(), 1.0 / 3.0);
    QCOMPARE(pathSizes(gates, 0, 1, 0, 1).chance(), 1.0 / 3.0);
    QCOMPARE(pathSizes(gates, 1, 1, 0, 1).similarity(), 0.5);
    QCOMPARE(pathSizes(gates, 1, 1, 0, 1).chance(), 1.0 / 2.0);
    QCOMPARE(classSimilarity(gates, 1, 0, 1), 5.0 / 12.0);
    for (std::size_t a = 0; a < 3; ++a) {
      QCOMPARE(classSimilarity(gates, 1, a, a), 1.0);
      for (std::size_t b = 0; b < 3; ++b) {
        QCOMPARE(classSimilarity(gates, 1, a, b), classSimilarity(gates, 1, b, a));
        QVERIFY(classSimilarity(gates, 1, a, b) >= 0.0 && classSimilarity(gates, 1, a, b) <= 1.0);
      }
    }
    QVERIFY(std::isnan(classSimilarity(gates, 0, 0, 2)));  // no path there
    QCOMPARE(confusionShare(gates, 1, 0, 1), 0.3);
  }

  void summaryByHand() {
    const ClassGates gates = made(2, 1);
    QCOMPARE(pathSummary(gates, 0)->classes, std::size_t{2});
    QVERIFY(std::isnan(pathSummary(gates, 0)->correlation));
    const PathSummary at = *pathSummary(gates, 1);
    QCOMPARE(at.kept, (std::vector<double>{0.5, 2.0 / 3.0}));
    QCOMPARE(at.own, 1.0);
    QVERIFY(near(at.other, 0.2 / 6.0, 1e-12));
    QVERIFY(near(at.answered, 1.8 / 6.0, 1e-12));
    QCOMPARE(at.errors, 7.0);
    QVERIFY(std::isnan(at.correlation) && std::isnan(at.toSimilar));  // of 3 classes nothing is said
    const ClassGates more = spindle::test::madeGates(3, 1);
    QVERIFY(std::isnan(pathSummary(more, 0)->correlation));  // 4 of 5 classes have a path
    QVERIFY(!pathSummary(more, 1));
    const PathSummary five = *pathSummary(more, 2);
    std::vector<double> similarities, confusions;
    for (std::size_t a = 0; a < 5; ++a) {
      for (std::size_t b = a + 1; b < 5; ++b) {
        similarities.push_back(classSimilarity(more, 2, a, b));
        confusions.push_back(confusionShare(more, 2, a, b) + confusionShare(more, 2, b, a));
      }
    }
    QVERIFY(near(five.correlation, rankCorrelation(similarities, confusions), 1e-12));
    QVERIFY(five.toSimilar > 0.0 && five.toSimilar <= 1.0);
    QCOMPARE(five.toAny, 0.75);
    QVERIFY(near(five.hits[0], 0.5, 1e-12) && near(five.hitError[0], 0.1 / std::sqrt(60.0), 1e-12));
  }

  void ranks() {
    QCOMPARE(rankCorrelation(std::vector{1.0, 2.0, 3.0, 9.0}, std::vector{0.0, 0.1, 7.0, 8.0}), 1.0);
    QCOMPARE(rankCorrelation(std::vector{1.0, 2.0, 3.0}, std::vector{3.0, 2.0, 1.0}), -1.0);
    // Ties: ranks 0.5 0.5 2 against 0 1 2.
    QVERIFY(near(rankCorrelation(std::vector{5.0, 5.0, 6.0}, std::vector{1.0, 2.0, 3.0}), std::sqrt(0.75), 1e-12));
    QVERIFY(std::isnan(rankCorrelation(std::vector{1.0, 1.0, 1.0}, std::vector{1.0, 2.0, 3.0})));
    QVERIFY(std::isnan(rankCorrelation(std::vector{1.0, 2.0}, std::vector{1.0, 2.0})));
  }

  /// Random sets of half the units have a third in common.
  void chanceIsThatOfRandomSets() {
    Dice dice(3);
    ClassGates gates;
    constexpr std::size_t units = 4000;
    gates.learnedFrom = {1, 1};
    gates.layers = {{"a", {1, 2, units}, {}}};
    for (std::size_t i = 0; i < 2 * units; ++i) gates.layers[0].values.push_back(dice.normal() > 0.0 ? 1.0 : 0.0);
    const PathSizes sizes = pathSizes(gates, 0, 0, 0, 1);
    QVERIFY(near(sizes.similarity(), 1.0 / 3.0, 0.03));
    QVERIFY(near(sizes.chance(), 1.0 / 3.0, 0.02));
  }

  void storedAndReadAgain() {
    const auto results =
        std::make_shared<GivenResults>(2, std::vector<std::vector<GivenResults::Effects>>(2, {{{1, 1.0}}}));
    ClassGates gates = made(2, 1);
    results->headerToChange().measurements = {asStored(gates)};
    const auto read = storedGates(results->header());
    QVERIFY(read.has_value());
    QCOMPARE(read->layers[1].name, std::string("relu2"));
    QCOMPARE(read->learnedFrom, gates.learnedFrom);
    QCOMPARE(read->className(1), std::string("shirt"));
    QVERIFY(!read->known(0, 2) && read->known(1, 2));
    results->headerToChange().measurements[0].arrays.pop_back();
    QVERIFY_THROWS_EXCEPTION(UserError, storedGates(results->header()));
  }

  void withoutGatesItSaysWhatToDo() {
    const auto results =
        std::make_shared<GivenResults>(2, std::vector<std::vector<GivenResults::Effects>>(2, {{{1, 1.0}}}));
    RunControl control;
    const auto found = analyzed(results, {}, {pathsAnalysis()}, {}, control);
    const AnalysisResult& result = *found->found.at("paths");
    QCOMPARE(result.findings().front().kind, FindingKind::missing);
    QVERIFY(textOf(result).find("spindle measure gates") != std::string::npos);
    QVERIFY(result.tables().empty());
    for (const Chart& chart : result.charts()) QVERIFY(!chart.empty.empty());
  }

  /// Sample 0 is a shirt that is taken for a coat; only the pair of parts 1 and 2 is salient in both paths.
  void interactionsThroughGates() {
    using Effects = GivenResults::Effects;
    const auto of = [](const Effects& first, const Effects& second) {
      return std::vector<std::vector<Effects>>(2, {first, second});
    };
    const auto whole = std::make_shared<GivenResults>(3, of({{1, 2.0}, {3, 1.0}, {7, 1.0}}, {{1, 2.0}, {2, 2.0}}));
    const auto own = std::make_shared<GivenResults>(3, of({{1, 1.0}, {3, 1.0}}, {{1, 2.0}, {2, 2.0}}));
    const auto other = std::make_shared<GivenResults>(3, of({{3, 2.0}, {4, 1.0}}, {{1, 1.0}}));
    whole->headerToChange().sampleTarget = own->headerToChange().sampleTarget =
        other->headerToChange().sampleTarget = {1, 0};
    ClassGates gates = made(2, 2);
    whole->headerToChange().measurements = {asStored(gates)};
    for (const bool predicted : {false, true}) {
      const auto& results = predicted ? other : own;
      ResultsOptions options = readOptions(results->header());
      options.measurement.others[gatedByKey] = gatedByText({"r.h5", "d", predicted});
      results->headerToChange().options = writeOptions(options);
    }
    RunControl control;
    const auto found = analyzed(whole, {}, {pathsAnalysis()}, {}, control, {{own, "own.h5"}, {other, "other.h5"}});
    const AnalysisResult& result = *found->found.at("paths");
    const std::string text = textOf(result);
    QVERIFY2(text.find("In the path of the true class the interactions have 75 % of the strength") != std::string::npos,
             text.c_str());
    QVERIFY2(text.find("(shirt) is taken for coat: both paths share 1 salient interaction, AND of part 1, part 2, and "
                       "most of their effect is on part 1, part 2") != std::string::npos,
             text.c_str());
    for (const auto& maker : result.tables()) QVERIFY2(!maker.make(control).rows().empty(), maker.name.c_str());
    for (const Chart& chart : result.charts()) requireSound(chart);
    for (const Chart& chart : result.chartsAt({1, {}})) {
      requireSound(chart);
      QVERIFY2(chart.empty.empty(), chart.name.c_str());
    }
    for (const Chart& chart : result.chartsAt({0, {}})) requireSound(chart);
  }
};

QTEST_GUILESS_MAIN(PathsTest)
#include "tst_paths.moc"
