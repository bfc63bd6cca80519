// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trajectories/trajectories_analysis.h"

#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/trajectories/lives_pass.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

namespace spindle {
namespace {

double sumOf(const std::vector<double>& list) {
  return std::accumulate(list.begin(), list.end(), 0.0);
}

double sumOf(const LifeCounts& counts) {
  double sum = 0.0;
  for (const std::vector<double>& list : counts) sum += sumOf(list);
  return sum;
}

double meanOrderOf(const std::vector<double>& byOrder) {
  double weighted = 0.0;
  for (std::size_t k = 0; k < byOrder.size(); ++k) weighted += static_cast<double>(k + 1) * byOrder[k];
  return weighted / sumOf(byOrder);
}

std::string variablesOf(Coalition coalition) {
  std::string text;
  for (Coalition rest = coalition; rest != 0; rest &= rest - 1)
    text += (text.empty() ? "" : " ") + std::to_string(std::countr_zero(rest) + 1);
  return text;
}

class TrajectoriesResult : public AnalysisResult {
 public:
  TrajectoriesResult(const AnalysisInput& input, const OptionValues& options)
      : results_(input.results),
        pass_(std::static_pointer_cast<const LivesPass>(input.pass)),
        stay_(static_cast<std::size_t>(options.value("stay", usualStay))),
        known_(knownCheckpoints(input.strengths)) {}

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    const double all = sumOf(summary().all);
    if (all == 0.0) return {{"Lives", "No interaction is salient at any checkpoint.", {}, FindingKind::missing}};
    if (known_.size() < 2)
      return {{"Lives", "A life takes at least two computed checkpoints; there is one.", {}, FindingKind::missing}};
    std::vector<AnalysisFinding> list{shares(all), sensitivity()};
    list.push_back({"Rules",
                    "A spell starts where |I| reaches the threshold and goes on while |I| stays above " +
                        numberText(stays[stay_]) +
                        " of it with the same sign. One spell: reliable if it lasts to the end, else withdrawn if it "
                        "starts at the first checkpoint and forgotten if later; two spells with opposite signs: "
                        "betraying; all others: fluctuating. The sparsest decomposition is not unique, so that some "
                        "change places with equivalent ones.",
                    {{"stay", stays[stay_]}},
                    FindingKind::caution});
    return list;
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    const LifeCounts& here = summary().at.at(place.checkpoint);
    const double all = sumOf(here);
    if (all == 0.0) return {};
    const auto share = [&](LifeClass life) { return sumOf(here[static_cast<std::size_t>(life)]) / all; };
    return {{"Here",
             "Of the " + numberText(std::round(10.0 * all) / 10.0) + " interactions of a sample that are salient, " +
                 percentText(share(LifeClass::reliable)) + " will stay to the end, " +
                 percentText(share(LifeClass::withdrawn)) + " are of the initialization and will go.",
             {{"salient", all},
              {"reliable_share", share(LifeClass::reliable)},
              {"withdrawn_share", share(LifeClass::withdrawn)}}}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart classes = byOrder(summary().all);
    classes.name = "classes";
    classes.title = "What becomes of interactions over training, by order";
    Chart lives;
    lives.name = "lives";
    lives.title = "Salient interactions over training, by what becomes of them";
    lives.x = seriesAxis(header());
    lives.y.label = "salient per sample";
    for (std::size_t i = 0; i < lifeClasses && !known_.empty(); ++i) {
      Line line{lifeClassNames[i], {}, {}, Ink::series(static_cast<int>(i)), LineStyle::solid, false, {}};
      for (const std::size_t c : known_) {
        line.x.push_back(header().step[c]);
        line.y.push_back(sumOf(summary().at[c][i]));
        line.targets.push_back(ChartTarget::checkpoint(c));
      }
      lives.marks.push_back(std::move(line));
    }
    if (lives.marks.empty()) lives.empty = "no checkpoint is computed";
    return {classes, lives};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    Chart here = byOrder(summary().at.at(place.checkpoint));
    here.name = "here";
    here.title =
        "Salient interactions by order and by what becomes of them, at " + placeName(header(), place.checkpoint);
    here.heading = placeName(header(), place.checkpoint);
    return {here};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    return {
        {"life_classes", "Interactions by class and order", [this](RunControl&) { return classTable(); }},
        {"life_counts", "Salient interactions over training by class and order",
         [this](RunControl&) { return countTable(); }, true},
        {"lives", "The life of each interaction", [this](RunControl& control) { return lifeTable(control); }, true}};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }
  [[nodiscard]] const LifeSummary& summary() const { return pass_->summaries[stay_]; }

  [[nodiscard]] AnalysisFinding shares(double all) const {
    AnalysisFinding finding{
        "Lives",
        "A sample has " + numberText(std::round(all)) + " interactions that are salient at some checkpoint: ",
        {{"interactions", all}}};
    for (std::size_t i = 0; i < lifeClasses; ++i) {
      const std::vector<double>& counts = summary().all[i];
      const double share = sumOf(counts) / all, mean = meanOrderOf(counts);
      finding.text += std::string(i == 0 ? "" : ", ") + percentText(share) + " " + lifeClassNames[i] +
                      (share > 0.0 ? " (mean order " + numberText(std::round(10.0 * mean) / 10.0) + ")" : "");
      finding.numbers.emplace_back(std::string(lifeClassNames[i]) + "_share", share);
      finding.numbers.emplace_back(std::string(lifeClassNames[i]) + "_mean_order", mean);
    }
    finding.text += ".";
    return finding;
  }

  /// How much the constant matters.
  [[nodiscard]] AnalysisFinding sensitivity() const {
    double low = 1.0, high = 0.0;
    for (const LifeSummary& one : pass_->summaries) {
      const double share = sumOf(one.all[static_cast<std::size_t>(LifeClass::reliable)]) / sumOf(one.all);
      low = std::min(low, share);
      high = std::max(high, share);
    }
    return {"Sensitivity",
            "Where staying above 1 to 0.25 of the threshold counts, the share of reliable ones goes from " +
                percentText(low) + " to " + percentText(high) + ".",
            {{"least_reliable_share", low}, {"largest_reliable_share", high}}};
  }

  [[nodiscard]] Chart byOrder(const LifeCounts& counts) const {
    Chart chart;
    chart.x = orderAxis(header().variables);
    chart.y.label = "interactions per sample";
    if (sumOf(counts) == 0.0) {
      chart.empty = "nothing is salient";
      return chart;
    }
    for (std::size_t i = 0; i < lifeClasses; ++i)
      chart.marks.push_back(Bars{lifeClassNames[i],
                                 orderPlaces(counts[i].size()),
                                 counts[i],
                                 {},
                                 Ink::series(static_cast<int>(i)),
                                 0,
                                 false,
                                 {}});
    return chart;
  }

  [[nodiscard]] Table classTable() const {
    Table table("life_classes", "Interactions by class and order",
                {{"class", "class", ColumnKind::text},
                 {"order", "order", ColumnKind::count},
                 {"interactions", "interactions per sample"}});
    for (std::size_t i = 0; i < lifeClasses; ++i) {
      const std::vector<double>& counts = summary().all[i];
      for (std::size_t k = 0; k < counts.size(); ++k)
        table.addRow({std::string(lifeClassNames[i]), static_cast<std::int64_t>(k + 1), counts[k]},
                     ChartTarget::order(static_cast<int>(k + 1)));
    }
    table.setSpread("order", "interactions");
    return table;
  }

  [[nodiscard]] Table countTable() const {
    Table table("life_counts", "Salient interactions over training by class and order",
                {seriesColumn(header()),
                 {"class", "class", ColumnKind::text},
                 {"order", "order", ColumnKind::count},
                 {"salient", "salient per sample"}});
    for (const std::size_t c : known_) {
      for (std::size_t i = 0; i < lifeClasses; ++i) {
        const std::vector<double>& counts = summary().at[c][i];
        for (std::size_t k = 0; k < counts.size(); ++k)
          table.addRow({header().step[c], std::string(lifeClassNames[i]), static_cast<std::int64_t>(k + 1), counts[k]},
                       ChartTarget::checkpoint(c));
      }
    }
    table.setSpread("order", "salient");
    return table;
  }

  [[nodiscard]] Table lifeTable(RunControl& control) const {
    Table table("lives", "The life of each interaction",
                {{"sample", "sample", ColumnKind::count},
                 {"kind", "kind", ColumnKind::text},
                 {"order", "order", ColumnKind::count},
                 {"variables", "variables", ColumnKind::text},
                 {"class", "class", ColumnKind::text},
                 {"spells", "spells", ColumnKind::count},
                 {"first_step", "first salient at", ColumnKind::step},
                 {"last_step", "last salient at", ColumnKind::step}});
    for (std::size_t s = 0; s < header().samples(); ++s) {
      if (control.stopRequested()) throw Stopped{};
      for (const InteractionLife& life : pass_->lives[stay_][s].lives())
        table.addRow(
            {header().sampleIndex[s], std::string(life.orPart ? "or" : "and"), std::int64_t{order(life.coalition)},
             variablesOf(life.coalition), std::string(lifeClassNames[static_cast<std::size_t>(life.life)]),
             static_cast<std::int64_t>(life.spells.size()), header().step[life.spells.front().first],
             header().step[life.spells.back().last]},
            {TargetKind::interaction, life.coalition});
    }
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::shared_ptr<const LivesPass> pass_;
  std::size_t stay_;
  std::vector<std::size_t> known_;
};

class TrajectoriesAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "trajectories",
        .title = "Trajectories",
        .sentence = "What becomes of each interaction: reliable, withdrawn, forgotten, betraying or fluctuating",
        .paper = "Names after AAAI 2025; the rules are ours",
        .options = {{.name = "stay",
                     .title = "Stays above",
                     .tip = "An interaction stays salient while it is above this share of the threshold",
                     .kind = OptionKind::choice,
                     .high = stays.size() - 1.0,
                     .usual = usualStay,
                     .choices = {"1", "0.5", "0.25"},
                     .choiceTitles = {"1: the threshold", "0.5 of it", "0.25 of it"}}},
        .shared = {"threshold", "factor", "order-one"},
        .page = {"lives", "here"},
        .figures = {{"trajectories",
                     "What becomes of interactions",
                     "Salient interactions over training, by what becomes of them.",
                     {{"lives"}}},
                    {"lives-by-order",
                     "What becomes of interactions, by order",
                     "Interactions that are salient at some checkpoint, by order and by what becomes of them.",
                     {{"classes"}}}}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience&) const override {
    return std::make_shared<LivesPass>(results->header());
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues& options,
                                                          RunControl&) const override {
    return std::make_shared<TrajectoriesResult>(input, options);
  }
};

}  // namespace

std::shared_ptr<const Analysis> trajectoriesAnalysis() {
  return std::make_shared<TrajectoriesAnalysis>();
}

}  // namespace spindle
