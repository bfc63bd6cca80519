// SPDX-License-Identifier: GPL-3.0-or-later
// Analyses over depth and over other numbers than steps: the same numbers, told in the words of the series.
#include "core/analysis/along_series.h"
#include "core/analysis/analysis_list.h"
#include "core/analysis/analyzed_results.h"
#include "core/analysis/figure_charts.h"
#include "core/analysis/series_axis.h"
#include "core/base/user_error.h"
#include "core/chart/table_formats.h"
#include "core/dynamics/no_phases.h"
#include "tests/core/analysis/made_results.h"

#include <QtTest>

using namespace spindle;
using spindle::test::MadeResults;

namespace {

const std::vector<std::string> layers{"conv1", "relu1", "fc1", "relu2", "output"};

std::shared_ptr<MadeResults> made() {
  return std::make_shared<MadeResults>(4, layers.size(), 6);
}

AnalyzedPtr analyzedAll(const std::shared_ptr<MadeResults>& results) {
  RunControl control;
  return analyzed(results, {}, allAnalyses(), {}, control);
}

/// Everything that analyses say in words and numbers.
std::string everything(const AnalyzedResults& results) {
  RunControl control;
  std::string text;
  for (const auto& [name, result] : results.found) {
    for (const auto& finding : result->findings()) text += finding.text + '\n';
    for (const auto& finding : result->findingsAt({1, {}})) text += finding.text + '\n';
    for (const auto& chart : result->charts()) text += chart.title + '\n' + chart.x.label + '\n';
    for (const auto& chart : result->chartsAt({1, {}})) text += chart.title + '\n' + chart.heading + '\n';
    for (const auto& maker : result->tables()) {
      if (!maker.large) text += latexText(maker.make(control));
    }
  }
  return text;
}

}  // namespace

class AlongSeriesTest : public QObject {
  Q_OBJECT

 private slots:
  void placesOverDepth() {
    const auto results = made();
    results->overDepth(layers);
    const ResultsHeader& header = results->header();
    QCOMPARE(placeName(header, 0), std::string("layer conv1"));
    QCOMPARE(placeName(header, 4), std::string("the output"));
    QCOMPARE(stepName(header, 1.5), std::string("between layers relu1 and fc1"));
    QCOMPARE(seriesColumn(header).title, std::string("layer"));
    const ChartAxis axis = seriesAxis(header);
    QCOMPARE(axis.label, std::string("layer"));
    QVERIFY(axis.scale == Scale::category && axis.series);
    QCOMPARE(nameOnAxis(axis, 2.0), std::string("fc1"));
    QCOMPARE(nameOnAxis(axis, 5.0), std::string());
    QCOMPARE(requireFrame(header, "fc1"), std::size_t{2});
    QVERIFY_EXCEPTION_THROWN((void)requireFrame(header, "fc9"), UserError);
  }

  void placesAlongAnotherNumber() {
    const auto results = made();
    results->overAxis(SeriesKind::models, "pruning ratio", {0.0, 0.3, 0.5, 0.7, 0.9});
    QCOMPARE(placeName(results->header(), 1), std::string("pruning ratio 0.3"));
    const ChartAxis axis = seriesAxis(results->header());
    QVERIFY(axis.scale == Scale::linear && axis.names.empty());
    QCOMPARE(axis.label, std::string("pruning ratio"));
    QCOMPARE(*axis.low, 0.0);
    QCOMPARE(*axis.high, 0.9);
    results->overAxis(SeriesKind::training, "tokens seen", {0.0, 10.0, 100.0, 1000.0, 1e4});
    QCOMPARE(placeName(results->header(), 2), std::string("tokens seen 100"));
    QVERIFY(seriesAxis(results->header()).scale == Scale::training);
    QVERIFY(analyzedAll(results)->phases->meanOrder.checkpoint.has_value());
  }

  /// Nothing but labels differs: neither "step" nor "training" is left, and no number moved.
  void analysesTellLayers() {
    const auto results = made();
    const AnalyzedPtr before = analyzedAll(results);
    QVERIFY(before->phases->meanOrder.checkpoint.has_value());
    results->overDepth(layers);
    const AnalyzedPtr after = analyzedAll(results);
    const std::string text = everything(*after);
    for (const char* word : {"over training", "through training", "training step", "step 1", "step 0"})
      QVERIFY2(text.find(word) == std::string::npos, word);
    for (const char* word : {"over depth", "layer relu1", "the output", "relu2"})
      QVERIFY2(text.find(word) != std::string::npos, word);
    RunControl control;
    const auto strengths = [&](const AnalyzedResults& of) {
      const Table table = of.found.at("dynamics")->tables().front().make(control);
      std::vector<std::string> column;
      for (const auto& row : table.rows()) column.push_back(fullText(row[table.column("strength")]));
      return column;
    };
    QVERIFY(strengths(*before) == strengths(*after));
  }

  void tablesHoldNamesBesideNumbers() {
    const auto results = made();
    results->overDepth(layers);
    const AnalyzedPtr found = analyzedAll(results);
    RunControl control;
    for (const auto& maker : found->found.at("knowledge")->tables()) {
      const Table table = maker.make(control);
      const std::string csv = csvHeader(table);
      QVERIFY2(csv.starts_with("run,step,layer,part,"), csv.c_str());
      QCOMPARE(fullText(table.rows().back()[table.column("layer")]), std::string("output"));
      QCOMPARE(fullText(table.rows().back()[table.column("step")]), std::string("4"));
      const Table wide = table.wide();
      QCOMPARE(wide.columns().front().name, std::string("layer"));
      for (const ColumnInfo& column : wide.columns()) QVERIFY(column.name != "step" && column.name != "epoch");
    }
  }

  void phasesAreOfTrainingOnly() {
    const auto results = made();
    results->overDepth(layers);
    const AnalyzedPtr found = analyzedAll(results);
    for (const PhaseResult* rule : found->phases->rules()) QVERIFY(!rule->checkpoint && !rule->choices);
    const std::string text = found->found.at("phases")->findings().front().text;
    QVERIFY2(text.find("Phases are phases of training; these results run over the layers of one network") !=
                 std::string::npos,
             text.c_str());
    for (const auto& [name, result] : found->found) {
      for (const Chart& chart : wholeCharts(*found, name)) {
        for (const Mark& mark : chart.marks) {
          const auto* rule = std::get_if<Rule>(&mark);
          QVERIFY2(rule == nullptr || rule->label.find("phase two") == std::string::npos, chart.name.c_str());
        }
      }
    }
  }

  void figuresSayDepth() {
    const auto results = made();
    results->overDepth(layers);
    const AnalyzedPtr found = analyzedAll(results);
    const FigureCharts charts = figureCharts(*found, figureNamed(allAnalyses(), "knowledge"), {});
    QCOMPARE(charts.title, std::string("Completeness and redundancy over depth"));
    QVERIFY(charts.sentence.find("training") == std::string::npos);
    QCOMPARE(charts.rows.front().front().x.names, layers);
  }

  /// The last layer against itself: all is there and nothing is given up; the identities hold in every layer.
  void knowledgeOverDepth() {
    const auto results = made();
    results->overDepth(layers);
    RunControl control;
    const AnalyzedPtr found = analyzedAll(results);
    const Table table = found->found.at("knowledge")->tables()[1].make(control);
    const auto number = [&](const auto& row, const char* column) {
      return std::get<double>(row[table.column(column)]);
    };
    std::map<std::string, double> last;  // all of the last frame by part and order
    const auto key = [&](const auto& row) {
      return fullText(row[table.column("part")]) + fullText(row[table.column("order")]);
    };
    for (const auto& row : table.rows()) {
      if (fullText(row[table.column("layer")]) == "output") last[key(row)] = number(row, "all");
    }
    QCOMPARE(last.size(), std::size_t{12});
    for (const auto& row : table.rows()) {
      QVERIFY(std::abs(number(row, "all") - number(row, "overlap") - number(row, "forgotten")) <= 1e-9);
      if (fullText(row[table.column("layer")]) == "relu1") continue;  // one sample is missing there
      QVERIFY(std::abs(last.at(key(row)) - number(row, "overlap") - number(row, "new")) <= 1e-9);
    }
  }

  void resultsOverAnotherAxisAreNotLaidBeside() {
    const auto depth = made(), training = made();
    depth->overDepth(layers);
    RunControl control;
    try {
      analyzed(depth, {}, allAnalyses(), {}, control, {{training, "b.h5"}});
      QFAIL("accepted");
    } catch (const UserError& error) {
      QVERIFY2(std::string(error.what()).find("run over layers") != std::string::npos, error.what());
    }
  }
};

QTEST_APPLESS_MAIN(AlongSeriesTest)
#include "tst_along_series.moc"
