// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/compare/compare_analysis.h"

#include "core/analysis/compare/compare_charts.h"
#include "core/analysis/series_axis.h"
#include "core/base/text.h"
#include "core/chart/number_text.h"
#include "core/results/matched_samples.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

class CompareResult : public AnalysisResult {
 public:
  CompareResult(const AnalysisInfo& info, const AnalysisInput& input, const OptionValues& options)
      : info_(info), results_(input.results), by_(static_cast<CompareBy>(options.value("compare-by", 0.0))) {
    for (const auto& other : input.others) keep_.push_back(other);
    for (ResultsBeside& one : resultsBeside(input)) {
      if (header().named() && one.header->checkpointNames != header().checkpointNames) {
        otherFrames_.push_back(one.label);
        continue;
      }
      beside_.push_back(one);
      all_.emplace_back(std::move(one), by_);
    }
    // What strengths and phases stand for is copied: the result outlives its input.
    for (ComparedResults& one : all_) phases_.push_back(*one.of.phases);
    for (std::size_t i = 0; i < all_.size(); ++i) {
      all_[i].of.strengths = {};
      all_[i].of.phases = beside_[i].phases = &phases_[i];
      beside_[i].strengths = {};
    }
    for (std::size_t i = 1; i < all_.size(); ++i)
      matched_.push_back(matchedSamples(*all_[0].of.header, *all_[i].of.header, all_[i].of.label));
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    if (alone()) return {otherFrames_.empty() ? othersMissing(info_) : otherFramesFinding()};
    std::vector<AnalysisFinding> list{differenceFinding(beside_), startFinding()};
    for (const MatchedSamples& one : matched_) {
      if (one.leftOut.empty()) continue;
      list.push_back({"Samples",
                      one.leftOut + " The curves are of all samples of each file, so a difference between them may be "
                                    "one of samples.",
                      {{"shared_samples", static_cast<double>(one.rows.size())}},
                      FindingKind::caution});
    }
    if (!otherFrames_.empty()) list.push_back(otherFramesFinding());
    if (all_.end() != std::find_if(all_.begin(), all_.end(), [this](const ComparedResults& one) {
          return one.of.header->variables != all_[0].of.header->variables;
        }))
      list.push_back({"Orders",
                      "The numbers of variables differ, and with them what an order stands for.",
                      {},
                      FindingKind::caution});
    for (const ComparedResults& one : all_) {
      const bool placed =
          std::any_of(one.known.begin(), one.known.end(), [&](std::size_t c) { return std::isfinite(one.places[c]); });
      if (!placed)
        list.push_back({"Left out",
                        one.of.label + " has no place along the " + axisTitle(header(), by_) +
                            ": none of its checkpoints is computed, or this is not known of it.",
                        {},
                        FindingKind::missing});
    }
    return list;
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    std::vector<AnalysisFinding> list;
    const double here = all_[0].meanOrder[place.checkpoint];
    for (std::size_t i = 1; i < all_.size(); ++i) {
      const auto row = rowBeside(all_[0], place.checkpoint, all_[i]);
      if (!row || !std::isfinite(here)) continue;
      const double there = all_[i].meanOrder[*row];
      list.push_back({"Here",
                      "Mean order " + numberText(here) + "; of " + all_[i].of.label + " at " +
                          placeName(*all_[i].of.header, *row) + " " + numberText(there) + ".",
                      {{"mean_order", here}, {"other_mean_order", there}}});
    }
    return list;
  }

  [[nodiscard]] std::vector<Chart> charts() const override { return compareCharts(all_, by_, missing()); }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    return {shareDifferencesChart(all_, place.checkpoint, missing())};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    if (alone()) return {};
    return {
        {"differences", "What differs", [this](RunControl&) { return differenceTable(beside_); }},
        {"starts", "Starts of phase two", [this](RunControl&) { return startTable(); }},
        {"compared", "Mean order and losses of several results", [this](RunControl&) { return comparedTable(); }, true},
        {"share_differences", "Differences of shares by order", [this](RunControl&) { return shareTable(); }, true}};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }
  [[nodiscard]] bool alone() const { return all_.size() < 2; }
  [[nodiscard]] std::string missing() const { return othersMissing(info_).text; }
  [[nodiscard]] AnalysisFinding otherFramesFinding() const {
    return {"Left out",
            listed(otherFrames_, 4) + " has other " + seriesWord(header()) + "s than " + header().run +
                "; nothing can be laid beside them one by one.",
            {},
            FindingKind::missing};
  }

  [[nodiscard]] AnalysisFinding startFinding() const {
    AnalysisFinding finding{"Phase-two start", {}, {}};
    for (const ComparedResults& one : all_) {
      const auto start = one.of.phases->meanOrder.checkpoint;
      finding.text += (finding.text.empty() ? "By the mean order: " : ", ") + one.of.label + " " +
                      (start ? placeName(*one.of.header, *start) : std::string("none found"));
      finding.numbers.emplace_back(one.of.label, start ? one.of.header->step[*start] : unknown);
    }
    finding.text += ".";
    return finding;
  }

  [[nodiscard]] Table startTable() const {
    Table table("starts", "Starts of phase two",
                {{"results", "results", ColumnKind::text},
                 {"rule", "rule", ColumnKind::text},
                 {"start", "start", ColumnKind::step},
                 {"low", "from", ColumnKind::step},
                 {"high", "to", ColumnKind::step}});
    for (const ComparedResults& one : all_) {
      const std::vector<double>& step = one.of.header->step;
      for (const PhaseResult* rule : one.of.phases->rules())
        table.addRow({one.of.label, rule->rule, rule->checkpoint ? step[*rule->checkpoint] : unknown,
                      rule->interval ? step[rule->interval->low] : unknown,
                      rule->interval ? step[rule->interval->high] : unknown});
    }
    return table;
  }

  [[nodiscard]] Table comparedTable() const {
    Table table("compared", "Mean order and losses of several results",
                {{"results", "results", ColumnKind::text},
                 seriesColumn(header()),
                 {"epoch", "epoch", ColumnKind::step},
                 {"place", axisTitle(header(), by_)},
                 {"mean_order", "mean order"},
                 {"train_loss", "train loss", ColumnKind::number, "nats"},
                 {"test_loss", "test loss", ColumnKind::number, "nats"}});
    for (const ComparedResults& one : all_) {
      const ResultsHeader& h = *one.of.header;
      for (const std::size_t c : one.known)
        table.addRow(
            {one.of.label, h.step[c], h.epoch[c], one.places[c], one.meanOrder[c], h.trainLoss[c], h.testLoss[c]});
    }
    return table;
  }

  [[nodiscard]] Table shareTable() const {
    Table table("share_differences", "Differences of shares by order",
                {seriesColumn(header()),
                 {"results", "results", ColumnKind::text},
                 {"other_step", "its step", ColumnKind::step},
                 {"order", "order", ColumnKind::count},
                 {"difference", "difference of shares"}});
    for (const std::size_t c : all_[0].known) {
      for (std::size_t i = 1; i < all_.size(); ++i) {
        const auto row = rowBeside(all_[0], c, all_[i]);
        if (!row) continue;
        const std::vector<double> list = shareDifferences(all_[0], c, all_[i], *row);
        for (std::size_t k = 0; k < list.size(); ++k)
          table.addRow({header().step[c], all_[i].of.label, all_[i].of.header->step[*row],
                        static_cast<std::int64_t>(k + 1), list[k]},
                       ChartTarget::checkpoint(c));
      }
    }
    table.setSpread("order", "difference");
    return table;
  }

  const AnalysisInfo& info_;
  std::shared_ptr<const ResultsReader> results_;
  CompareBy by_;
  std::vector<std::shared_ptr<const AnalyzedResults>> keep_;  ///< what the headers of others belong to
  std::vector<ResultsBeside> beside_;
  std::vector<ComparedResults> all_;
  std::vector<std::string> otherFrames_;  ///< labels of results whose frames have other names
  std::vector<PhaseReport> phases_;
  std::vector<MatchedSamples> matched_;
};

class CompareAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "compare",
        .title = "Compare",
        .sentence = "How several results differ: mean order, losses, starts of phase two, shares by order",
        .paper = "Ours",
        .options = {{.name = "compare-by",
                     .title = "Along",
                     .tip = "What the results are laid side by side along",
                     .kind = OptionKind::choice,
                     .high = 3.0,
                     .choices = {compareNames.begin(), compareNames.end()},
                     .choiceTitles = {compareTitles.begin(), compareTitles.end()}}},
        .shared = {"threshold", "factor"},
        .page = {"compared", "losses-compared", "share-differences", "starts"},
        .figures = {{"compare",
                     "Several results on one axis",
                     "Mean order and losses of several results; vertical: start of phase two by the mean order.",
                     {{"compared"}, {"losses-compared"}}}},
        .usesPhases = true,
        .others = {1, 12, "what to compare with"}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues& options,
                                                          RunControl&) const override {
    return std::make_shared<CompareResult>(info(), input, options);
  }
};

}  // namespace

std::shared_ptr<const Analysis> compareAnalysis() {
  return std::make_shared<CompareAnalysis>();
}

}  // namespace spindle
