// SPDX-License-Identifier: GPL-3.0-or-later
// Every analysis of the list, on made-up results: what it declares exists, what it returns is sound, and a change of
// choices costs and changes what it should.
#include "core/analysis/analysis_list.h"
#include "core/analysis/analyzed_results.h"
#include "core/analysis/representative.h"
#include "core/base/user_error.h"
#include "core/chart/table_formats.h"
#include "tests/core/analysis/made_results.h"

#include <QtTest>

#include <set>

using namespace spindle;
using spindle::test::MadeResults;

namespace {

/// All that an analysis says, as text: two that say the same are the same.
std::string textOf(const AnalyzedResults& results, const AnalysisResult& result) {
  RunControl control;
  std::string text;
  const auto say = [&text](const std::vector<AnalysisFinding>& findings) {
    for (const AnalysisFinding& one : findings) text += one.topic + ": " + one.text + '\n';
  };
  say(result.findings());
  for (std::size_t c = 0; c < results.strengths->size(); ++c) say(result.findingsAt({c}));
  for (const TableMaker& maker : result.tables()) text += csvText(maker.make(control), "run");
  return text;
}

std::set<std::string> namesOf(const AnalysisResult& result) {
  std::set<std::string> names;
  for (const Chart& chart : result.charts()) names.insert(chart.name);
  for (const Chart& chart : result.chartsAt({0})) names.insert(chart.name);
  for (const TableMaker& maker : result.tables()) names.insert(maker.name);
  return names;
}

}  // namespace

class AnalysesTest : public QObject {
  Q_OBJECT

 private slots:
  void whatIsDeclaredExists();
  void chartsAreSoundAtEveryPlace();
  void anotherToleranceReadsNoTable();
  void anotherThresholdIsAsFromTheBeginning();
  void liveNoiseMovesTheTheoryOnly();
  void columnsOfTheLogAreToldApart();
  void stopIsHeard();
  void unknownNamesAreTold();

 private:
  AnalysisList list_ = allAnalyses();
  std::shared_ptr<MadeResults> made_ = std::make_shared<MadeResults>(5, 6, 8);
  RunControl control_;
};

void AnalysesTest::whatIsDeclaredExists() {
  const AnalyzedPtr results = analyzed(made_, {}, list_, {}, control_);
  QVERIFY(results->phases->meanOrder.checkpoint.has_value());
  const AnalyzedPtr beside =
      analyzed(made_, {}, list_, {}, control_, {{std::make_shared<MadeResults>(5, 6, 8), "other.h5"}});
  std::set<std::string> analyses, figures, tables, options;
  for (const auto& analysis : list_) {
    const AnalysisInfo& info = analysis->info();
    QVERIFY2(analyses.insert(info.name).second && !info.sentence.empty() && !info.paper.empty(), info.name.c_str());
    const AnalysisResult& result = *results->found.at(info.name);
    const std::set<std::string> names = namesOf(result);
    // Tables of several results are there with the others only.
    const std::set<std::string> onPage = info.others.least > 0 ? namesOf(*beside->found.at(info.name)) : names;
    for (const std::string& name : info.page) QVERIFY2(onPage.contains(name), name.c_str());
    for (const FigureInfo& figure : info.figures) {
      QVERIFY2(figures.insert(figure.name).second, figure.name.c_str());
      for (const auto& row : figure.rows) {
        for (const std::string& name : row) QVERIFY2(names.contains(name), name.c_str());
      }
    }
    for (const TableMaker& maker : result.tables()) {
      QVERIFY2(tables.insert(maker.name).second, maker.name.c_str());
      const Table table = maker.make(control_);
      QCOMPARE(table.name(), maker.name);
      QVERIFY2(!table.wide().columns().empty(), maker.name.c_str());
    }
    for (const OptionInfo& option : info.options) {
      QVERIFY2(options.insert(option.name).second, option.name.c_str());
      QVERIFY(option.low <= option.usual && option.usual <= option.high);
    }
    for (const std::string& shared : info.shared)
      QVERIFY(std::any_of(sharedOptions().begin(), sharedOptions().end(),
                          [&](const OptionInfo& option) { return option.name == shared; }));
  }
}

void AnalysesTest::chartsAreSoundAtEveryPlace() {
  const AnalyzedPtr results = analyzed(made_, {}, list_, {}, control_, {{made_, {}}});
  for (const auto& [name, result] : results->found) {
    for (const Chart& chart : result->charts()) {
      requireSound(chart);
      // tst_tie_ends has both ends, tst_shared a joint decomposition, tst_shapes a table, tst_bodies moving bodies
      const bool elsewhere = chart.name.starts_with("tie-") || name == "shared" || name == "shapes" || name == "bodies";
      QVERIFY2(hasContent(chart) != elsewhere, chart.name.c_str());
    }
    for (std::size_t c = 0; c < made_->header().checkpoints(); ++c) {
      for (const Chart& chart : result->chartsAt({c})) requireSound(chart);
    }
  }
  QCOMPARE(representativeCheckpoints(made_->header(), *results->strengths, *results->phases).front(), std::size_t{0});
  QCOMPARE(checkpointsNearSteps(made_->header(), *results->strengths, {4.0, 2.0, 1e9}),
           (std::vector<std::size_t>{1, 5}));
}

void AnalysesTest::anotherToleranceReadsNoTable() {
  const AnalyzedPtr before = analyzed(made_, {}, list_, {}, control_);
  AnalysisChoices choices;
  choices.phases.rise = 10.0;  // no phase two then
  made_->reads = 0;
  const AnalyzedPtr after = withChoices(before, list_, choices, control_);
  QCOMPARE(made_->reads, std::size_t{0});
  QVERIFY(!after->phases->meanOrder.checkpoint.has_value());
  QVERIFY(after->found.at("trust") == before->found.at("trust"));  // it does not know phases
  const AnalyzedPtr anew = analyzed(made_, {}, list_, choices, control_);
  for (const auto& [name, result] : after->found)
    QVERIFY2(textOf(*after, *result) == textOf(*anew, *anew->found.at(name)), name.c_str());
  QVERIFY(textOf(*after, *after->found.at("theory")) != textOf(*before, *before->found.at("theory")));
}

void AnalysesTest::anotherThresholdIsAsFromTheBeginning() {
  const AnalyzedPtr before = analyzed(made_, {}, list_, {}, control_);
  AnalysisChoices choices;
  choices.salience = {ThresholdRule::largest, 0.2};
  const AnalyzedPtr after = withChoices(before, list_, choices, control_);
  const AnalyzedPtr anew = analyzed(made_, {}, list_, choices, control_);
  for (const auto& [name, result] : after->found)
    QVERIFY2(textOf(*after, *result) == textOf(*anew, *anew->found.at(name)), name.c_str());
  QVERIFY(textOf(*after, *after->found.at("salience")) != textOf(*before, *before->found.at("salience")));
}

void AnalysesTest::liveNoiseMovesTheTheoryOnly() {
  const AnalyzedPtr results = analyzed(made_, {}, list_, {}, control_);
  const AnalysisResult& theory = *results->found.at("theory");
  const std::size_t last = made_->header().checkpoints() - 1;
  Place place{last, {}};
  const auto bars = [&] {
    const std::vector<Chart> charts = theory.chartsAt(place);
    return std::pair(std::get<Bars>(charts.front().marks[0]).y, std::get<Bars>(charts.front().marks[1]).y);
  };
  const auto fitted = bars();
  place.live.set("noise", 2.0);
  const auto noisy = bars();
  QCOMPARE(noisy.first, fitted.first);
  QVERIFY(noisy.second != fitted.second);
}

void AnalysesTest::columnsOfTheLogAreToldApart() {
  const AnalysisList list{analysisNamed(list_, "dynamics")};
  const auto labelOf = [&](std::optional<double> number) {
    AnalysisChoices choices;
    if (number) choices.options["dynamics"].set("log-column", *number);
    const std::vector<Chart> charts = analyzed(made_, {}, list, choices, control_)->found.at("dynamics")->charts();
    return charts.back().y.label;
  };
  QCOMPARE(labelOf({}), std::string("accuracy"));
  QCOMPARE(labelOf(2.0), std::string("lr"));
  try {
    labelOf(3.0);
    QFAIL("there is no third");
  } catch (const UserError& error) {
    QVERIFY2(QString(error.what()).contains("2 columns of the training log: 1 accuracy, 2 lr"), error.what());
  }
  for (const TableMaker& maker : analyzed(made_, {}, list, {}, control_)->found.at("dynamics")->tables()) {
    if (maker.name != "logged") continue;
    const Table table = maker.make(control_);
    QCOMPARE(table.rows().size(), 2 * made_->header().checkpoints());
    QCOMPARE(std::get<double>(table.rows()[0][2]), 0.5);
    QVERIFY(std::isnan(std::get<double>(table.rows()[3][2])));
  }
}

void AnalysesTest::stopIsHeard() {
  class Stopping : public RunControl {
   public:
    [[nodiscard]] bool stopRequested() const override { return true; }
  } stopping;
  QVERIFY_EXCEPTION_THROWN(analyzed(made_, {}, list_, {}, stopping), Stopped);
}

void AnalysesTest::unknownNamesAreTold() {
  try {
    analysisNamed(list_, "theroy");
    QFAIL("an unknown name was taken");
  } catch (const UserError& error) {
    QVERIFY2(QString(error.what()).contains("did you mean theory"), error.what());
  }
}

QTEST_GUILESS_MAIN(AnalysesTest)
#include "tst_analyses.moc"
