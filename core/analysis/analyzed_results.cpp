// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analyzed_results.h"

#include "core/analysis/along_series.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/start_range.h"
#include "core/base/user_error.h"
#include "core/dynamics/no_phases.h"

#include <algorithm>

namespace spindle {
namespace {

OptionValues optionsOf(const AnalysisChoices& choices, const std::string& name) {
  const auto found = choices.options.find(name);
  return found == choices.options.end() ? OptionValues{} : found->second;
}

void readTables(AnalyzedResults& made, const AnalysisList& list, RunControl& control) {
  const ResultsHeader& header = made.results->header();
  std::vector<std::shared_ptr<TablePass>> passes;
  for (const auto& analysis : list) {
    if (auto pass = analysis->pass(made.results, made.choices.salience)) {
      passes.push_back(pass);
      made.passes[analysis->info().name] = std::move(pass);
    }
  }
  auto strengths = std::make_shared<std::vector<SampleStrengths>>();
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    if (control.stopRequested()) throw Stopped{};
    const StoredCheckpoint stored(*made.results, c, made.choices.salience.orderOne);
    strengths->emplace_back(stored.interactions(), salienceThreshold(stored.interactions(), made.choices.salience));
    if (stored.any()) {
      for (const auto& pass : passes) pass->visit(c, stored, strengths->back());
    }
    control.progress(c + 1, header.checkpoints(), header.checkpointNames[c]);
  }
  for (const auto& pass : passes) pass->finish(control);
  made.strengths = std::move(strengths);
}

void findPhasesOf(AnalyzedResults& made) {
  const ResultsHeader& header = made.results->header();
  auto report =
      std::make_shared<PhaseReport>(header.series == SeriesKind::training
                                        ? made.evidence->report(header.trainLoss, header.testLoss, made.choices.phases)
                                        : noPhases(header.series));
  addChoices(*report, *made.draws, *made.ties, made.choices.phases);
  made.phases = std::move(report);
}

/// Where frames lie along another axis they have nothing to do with those here, whatever their numbers say.
void requireSameAxis(const ResultsHeader& here, const ResultsHeader& there) {
  if (here.series == there.series && here.axis == there.axis) return;
  throw UserError("The results of " + here.run + " run over " + seriesWord(here) + "s, those of " + there.run +
                  " over " + seriesWord(there) + "s; give results over the same axis.");
}

void readOthers(AnalyzedResults& made, const AnalysisList& list, RunControl& control) {
  AnalysisList asking;
  std::copy_if(list.begin(), list.end(), std::back_inserter(asking),
               [](const auto& analysis) { return analysis->info().others.most > 0; });
  if (asking.empty()) return;
  std::erase_if(asking, [](const auto& analysis) { return !analysis->info().others.passes; });
  for (const OtherFile& one : made.otherFiles) {
    requireSameAxis(made.results->header(), one.results->header());
    auto other = std::make_shared<AnalyzedResults>();
    other->results = one.results;
    other->file = one.file;
    other->place = one.place.empty() ? one.file : one.place;
    other->choices = {made.choices.salience, made.choices.phases, {}};
    readTables(*other, asking, control);
    other->draws = std::make_shared<DrawnStrengths>();
    other->ties = std::make_shared<TieEnds>();
    other->evidence = std::make_shared<PhaseEvidence>(*other->strengths, made.choices.phases);
    findPhasesOf(*other);
    made.others.push_back(std::move(other));
  }
}

std::shared_ptr<const AnalysisResult> resultOf(const AnalyzedResults& made, const Analysis& analysis,
                                               RunControl& control) {
  if (control.stopRequested()) throw Stopped{};
  const std::string& name = analysis.info().name;
  const auto pass = made.passes.find(name);
  const AnalysisInput input{made.results,
                            made.choices.salience,
                            *made.strengths,
                            *made.phases,
                            phaseOptionsFor(made.results->header().series, made.choices.phases),
                            *made.draws,
                            *made.ties,
                            pass == made.passes.end() ? nullptr : pass->second,
                            made.others,
                            made.place};
  return alongSeries(made.results, analysis.run(input, optionsOf(made.choices, name), control));
}

/// Results of nothing.
class NoResults : public ResultsReader {
 public:
  explicit NoResults(const std::string& name) {
    header_.run = name;
    header_.options = "{}";
  }
  [[nodiscard]] const ResultsHeader& header() const override { return header_; }
  [[nodiscard]] bool done(std::size_t, std::size_t) const override { return false; }
  [[nodiscard]] PairResult pair(std::size_t, std::size_t) const override { return {}; }
  [[nodiscard]] StrengthRow strength(std::size_t) const override { return {}; }
  [[nodiscard]] double threshold(std::size_t) const override { return 0.0; }
  [[nodiscard]] PhaseRecord phase() const override { return {}; }
  [[nodiscard]] bool stopped() const override { return false; }
  void refresh() override {}

 private:
  ResultsHeader header_;
};

}  // namespace

AnalyzedPtr analyzedAlone(const AnalysisList& list, const AnalysisChoices& choices, RunControl& control) {
  auto made = std::make_shared<AnalyzedResults>();
  made->results = std::make_shared<NoResults>(list.front()->info().title);
  made->choices = choices;
  made->strengths = std::make_shared<std::vector<SampleStrengths>>();
  made->draws = std::make_shared<DrawnStrengths>();
  made->ties = std::make_shared<TieEnds>();
  made->phases = std::make_shared<PhaseReport>();
  for (const auto& analysis : list) made->found[analysis->info().name] = resultOf(*made, *analysis, control);
  return made;
}

AnalyzedPtr analyzed(std::shared_ptr<const ResultsReader> results, const std::filesystem::path& file,
                     const AnalysisList& list, const AnalysisChoices& choices, RunControl& control,
                     const std::vector<OtherFile>& others, const std::filesystem::path& place) {
  auto made = std::make_shared<AnalyzedResults>();
  made->results = std::move(results);
  made->file = file;
  made->place = place.empty() ? file : place;
  made->choices = choices;
  made->otherFiles = others;
  readTables(*made, list, control);
  made->draws = std::make_shared<DrawnStrengths>(storedDraws(*made->results, file, choices.salience, control));
  made->ties = std::make_shared<TieEnds>(storedTies(*made->results, file, *made->strengths, choices.salience, control));
  readOthers(*made, list, control);
  made->evidence = std::make_shared<PhaseEvidence>(*made->strengths, choices.phases);
  findPhasesOf(*made);
  for (const auto& analysis : list) made->found[analysis->info().name] = resultOf(*made, *analysis, control);
  return made;
}

AnalyzedPtr withChoices(const AnalyzedPtr& before, const AnalysisList& list, const AnalysisChoices& choices,
                        RunControl& control) {
  if (choices == before->choices) return before;
  if (!(choices.salience == before->choices.salience))
    return analyzed(before->results, before->file, list, choices, control, before->otherFiles, before->place);
  auto made = std::make_shared<AnalyzedResults>(*before);
  made->choices = choices;
  const bool phases = !(choices.phases == before->choices.phases);
  const PhaseOptions &now = choices.phases, &then = before->choices.phases;
  if (now.resamples != then.resamples || now.seed != then.seed)
    made->evidence = std::make_shared<PhaseEvidence>(*made->strengths, now);
  if (phases) {
    findPhasesOf(*made);
    for (auto& other : made->others) other = withChoices(other, {}, {choices.salience, choices.phases, {}}, control);
  }
  for (const auto& analysis : list) {
    const AnalysisInfo& info = analysis->info();
    const bool own = !(optionsOf(choices, info.name) == optionsOf(before->choices, info.name));
    if (own || (phases && info.usesPhases)) made->found[info.name] = resultOf(*made, *analysis, control);
  }
  return made;
}

std::vector<Chart> wholeCharts(const AnalyzedResults& results, const std::string& analysis) {
  std::vector<Chart> charts = results.found.at(analysis)->charts();
  const auto start = results.phases->meanOrder.checkpoint;
  if (!start) return charts;
  for (Chart& chart : charts) {
    if (chart.marksStart && hasContent(chart))
      chart.marks.push_back(Rule{results.results->header().step[*start], true, "phase two"});
  }
  return charts;
}

const std::vector<OptionInfo>& sharedOptions() {
  static const std::vector<OptionInfo> options{
      {"threshold",
       "Threshold",
       "What a salient interaction is compared with: the mean range of the scores (T1), the largest interaction (T2), "
       "or the mean range of one model (T3)",
       OptionKind::choice,
       0.0,
       2.0,
       0.0,
       1.0,
       {"T1", "T2", "T3"},
       {"T1: mean |v(N) \u2212 v(\u2205)|", "T2: largest |I|", "T3: as T1, of this model"},
       Level::tables},
      {"factor",
       "Factor",
       "The share of that scale from which on an interaction is salient: |I| \u2265 factor \u00d7 scale",
       OptionKind::number,
       0.0,
       1.0,
       0.03,
       0.01,
       {},
       {},
       Level::tables},
      {"order-one",
       "Order 1",
       "Whether the AND and the OR of one variable, which are the same function, count as one interaction",
       OptionKind::choice,
       0.0,
       1.0,
       0.0,
       1.0,
       {"merged", "separate"},
       {"merged", "AND and OR apart"},
       Level::tables},
      {"marker",
       "Marker by",
       "The rule whose start of phase two is marked",
       OptionKind::choice,
       0.0,
       2.0,
       0.0,
       1.0,
       {"mean-order", "loss-gap", "change-point"},
       {"mean order minimum", "loss gap", "change point"},
       Level::live},
      {"tie",
       "Tie",
       "Mean orders this close to the minimum tie with it; the last of them counts",
       OptionKind::number,
       0.0,
       10.0,
       PhaseOptions{}.tie,
       0.01,
       {},
       {},
       Level::series},
      {"rise",
       "Rise",
       "Phase two exists if the mean order ends at least this far above its minimum",
       OptionKind::number,
       0.0,
       10.0,
       PhaseOptions{}.rise,
       0.05,
       {},
       {},
       Level::series},
      {"gap-share",
       "Gap share",
       "The loss gap counts as closed within this share of its whole range",
       OptionKind::number,
       0.0,
       1.0,
       PhaseOptions{}.gapShare,
       0.01,
       {},
       {},
       Level::series}};
  return options;
}

}  // namespace spindle
