// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/shared/shared_analysis.h"

#include "core/analysis/series_axis.h"
#include "core/analysis/shared/shared_pass.h"
#include "core/analysis/shared/shared_tables.h"
#include "core/base/text.h"
#include "core/chart/number_text.h"
#include "core/results/results_options.h"
#include "core/store/joint_results.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace spindle {
namespace {

/// "64.2 % (61.0 % to 67.1 %)".
std::string within(double value, const PercentileInterval& interval) {
  return percentText(value) + " (" + percentText(interval.low) + " to " + percentText(interval.high) + ")";
}

class SharedResult : public AnalysisResult {
 public:
  explicit SharedResult(const AnalysisInput& input)
      : results_(input.results),
        pass_(std::static_pointer_cast<const SharedPass>(input.pass)),
        start_(input.phases.meanOrder.checkpoint) {
    const JointResults* joint = jointResults(*results_);
    if (!joint || !pass_) return;
    joint_ = *joint->jointHeader();
    published_ = readOptions(header()).measurement.decomposition == DecompositionMethod::published;
    for (std::size_t c = 0; c < pass_->at.size(); ++c) {
      if (pass_->at[c].samples > 0) known_.push_back(c);
    }
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    if (known_.empty()) return {{"Shared", missing(), {}, FindingKind::missing}};
    const SharedAt& last = pass_->at[known_.back()];
    const double joint = last.overlap(0, tenPercent), separate = last.overlap(1, tenPercent);
    const double chance = last.byChance(0, tenPercent), separateChance = last.byChance(1, tenPercent);
    const OverlapIntervals intervals = overlapIntervals(last.overlaps);
    const double difference = joint - separate;
    const char* verdict = intervals.difference.low > 0.0    ? "joint extraction finds more in common"
                          : intervals.difference.high < 0.0 ? "joint extraction finds less in common"
                                                            : "the samples do not tell which finds more in common";
    const bool both = intervals.joint.low > chance && intervals.separate.low > separateChance;
    std::vector<AnalysisFinding> all{
        {"Overlap",
         "Of the strongest 10 % of the interactions at " + placeName(header(), known_.back()) + ", " +
             listed(joint_.networks, joint_.networks.size()) + " share " + within(joint, intervals.joint) +
             " when decomposed jointly (alpha " + shortest(joint_.alpha) +
             (published_ ? ", by the published procedure, which proves no optimum" : "") + ") and " +
             within(separate, intervals.separate) + " when each is decomposed apart; by chance " + percentText(chance) +
             " and " + percentText(separateChance) + (both ? ", less than either" : "") +
             ". Jointly minus apart: " + within(difference, intervals.difference) + "; " + verdict +
             " (90 % by resampling of " + std::to_string(last.samples) + " samples).",
         {{"joint", joint},
          {"joint_low", intervals.joint.low},
          {"joint_high", intervals.joint.high},
          {"separate", separate},
          {"separate_low", intervals.separate.low},
          {"separate_high", intervals.separate.high},
          {"chance", chance},
          {"separate_chance", separateChance},
          {"difference", difference},
          {"difference_low", intervals.difference.low},
          {"difference_high", intervals.difference.high}},
         FindingKind::result,
         ChartTarget::checkpoint(known_.back())}};
    const std::size_t start = known_.front();
    if (start != known_.back() && header().series == SeriesKind::training && header().axis.empty() &&
        header().step[start] == 0.0) {
      const SharedAt& first = pass_->at[start];
      const OverlapIntervals before = overlapIntervals(first.overlaps);
      all.push_back({"Before",
                     "At " + placeName(header(), start) + ", before training, it was " +
                         within(first.overlap(0, tenPercent), before.joint) + " jointly and " +
                         within(first.overlap(1, tenPercent), before.separate) +
                         " apart: so much is shared by networks that have learned nothing.",
                     {{"joint", first.overlap(0, tenPercent)}, {"separate", first.overlap(1, tenPercent)}},
                     FindingKind::result,
                     ChartTarget::checkpoint(start)});
    }
    const std::vector<AnalysisFinding> rest{
        {"Power",
         "Of the salient interactions of a network, all others have " + percentText(last.power[0].value()) +
             " (jointly) and " + percentText(last.power[1].value()) +
             " (apart); salient: |I| of at least 0.05 of "
             "the largest of its sample and network.",
         {{"joint", last.power[0].value()}, {"separate", last.power[1].value()}}},
        {"Measure",
         "The joint loss rewards what the overlap measures, so that joint extraction overlaps more even for "
         "networks that have little in common: compare with networks of another task or with shuffled variables "
         "(spindle joint --shuffle-variables) before concluding.",
         {},
         FindingKind::caution}};
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    if (!known(place.checkpoint)) return {};
    const SharedAt& here = pass_->at[place.checkpoint];
    const double joint = here.overlap(0, tenPercent), separate = here.overlap(1, tenPercent);
    return {{"Here",
             "Overlap of the strongest 10 %: " + percentText(joint) + " jointly, " + percentText(separate) + " apart.",
             {{"joint", joint}, {"separate", separate}}}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart;
    chart.name = "shared-over-training";
    chart.title = "Overlap of the strongest 10 % of the interactions over training";
    chart.x = seriesAxis(header());
    chart.y.label = "overlap";
    chart.y.low = 0.0;
    chart.y.high = 1.0;
    if (known_.empty()) {
      chart.empty = missing();
      return {chart};
    }
    std::array<Line, 3> lines{Line{"joint", {}, {}, Ink::series(0), LineStyle::solid, true, {}},
                              Line{"each apart", {}, {}, Ink::series(1), LineStyle::dashed, true, {}},
                              Line{"chance", {}, {}, {InkKind::faint}, LineStyle::dotted, false, {}}};
    for (const std::size_t c : known_) {
      const SharedAt& here = pass_->at[c];
      const std::array values{here.overlap(0, tenPercent), here.overlap(1, tenPercent), here.byChance(0, tenPercent)};
      for (std::size_t i = 0; i < lines.size(); ++i) {
        lines[i].x.push_back(header().step[c]);
        lines[i].y.push_back(values[i]);
        lines[i].targets.push_back(ChartTarget::checkpoint(c));
      }
    }
    for (Line& line : lines) chart.marks.push_back(std::move(line));
    if (start_) chart.marks.push_back(Rule{header().step[*start_], true, "phase two"});
    return {chart};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    Chart overlap;
    overlap.name = "overlap";
    overlap.title = "Overlap of the strongest interactions at " + placeName(header(), place.checkpoint);
    overlap.heading = placeName(header(), place.checkpoint);
    overlap.x.label = "K, share of all coalitions";
    overlap.y.label = "overlap";
    overlap.y.low = 0.0;
    overlap.y.high = 1.0;
    Chart orders;
    orders.name = "shared-by-order";
    orders.title = "Shared and other salient interactions by order at " + placeName(header(), place.checkpoint);
    orders.heading = overlap.heading;
    orders.x = orderAxis(header().variables);
    orders.y.label = "strength per sample";
    if (!known(place.checkpoint)) {
      overlap.empty = orders.empty = known_.empty() ? missing() : "not computed";
      return {overlap, orders};
    }
    const SharedAt& here = pass_->at[place.checkpoint];
    const std::vector<double> shares(overlapShares.begin(), overlapShares.end());
    std::array<Line, 3> lines{Line{"joint", shares, {}, Ink::series(0), LineStyle::solid, true, {}},
                              Line{"each apart", shares, {}, Ink::series(1), LineStyle::dashed, true, {}},
                              Line{"chance", shares, {}, {InkKind::faint}, LineStyle::dotted, false, {}}};
    for (std::size_t share = 0; share < shares.size(); ++share) {
      lines[0].y.push_back(here.overlap(0, share));
      lines[1].y.push_back(here.overlap(1, share));
      lines[2].y.push_back(here.byChance(0, share));
    }
    for (Line& line : lines) overlap.marks.push_back(std::move(line));
    const std::vector<double> x = orderPlaces(static_cast<std::size_t>(header().variables));
    for (std::size_t extraction = 0; extraction < 2; ++extraction) {
      const SharedStrength& strength = here.strength[extraction];
      const bool apart = extraction == 1;
      const auto stack = static_cast<int>(extraction);
      orders.marks.push_back(Bars{
          apart ? "shared, each apart" : "shared, joint", x, strength.shared, {}, Ink::series(0), stack, apart, {}});
      orders.marks.push_back(Bars{apart ? "not shared, each apart" : "not shared, joint",
                                  x,
                                  strength.distinct,
                                  {},
                                  Ink::series(1),
                                  stack,
                                  apart,
                                  {}});
    }
    return {overlap, orders};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    return {{"overlap", "Overlap of the strongest interactions",
             [this](RunControl&) { return overlapTable(header(), at()); }},
            {"shared", "Shared and other salient interactions by order",
             [this](RunControl&) { return sharedTable(header(), at()); }},
            {"power", "Share of salient interactions that all networks have",
             [this](RunControl&) { return powerTable(header(), at()); }}};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }
  [[nodiscard]] std::span<const SharedAt> at() const {
    return pass_ ? std::span<const SharedAt>(pass_->at) : std::span<const SharedAt>();
  }
  [[nodiscard]] bool known(std::size_t c) const { return std::ranges::find(known_, c) != known_.end(); }

  [[nodiscard]] std::string missing() const {
    if (joint_.networks.empty())
      return "These are the results of one network; spindle joint A.h5 B.h5 -o J.h5 decomposes those of several "
             "jointly.";
    return "No checkpoint is computed at which the scores of all networks have a range.";
  }

  std::shared_ptr<const ResultsReader> results_;
  std::shared_ptr<const SharedPass> pass_;
  std::optional<std::size_t> start_;
  JointHeader joint_;
  bool published_ = false;
  std::vector<std::size_t> known_;
};

class SharedAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "shared",
        .title = "Shared interactions",
        .sentence = "Which interactions several networks share, decomposed jointly and each apart",
        .paper = "Chen et al., ICLR 2024 (arXiv 2401.16318); over training is ours",
        .page = {"shared-over-training", "overlap", "shared-by-order"},
        .figures = {{"shared",
                     "Overlap of the strongest interactions of several networks",
                     "Share of the K strongest interactions that all networks have, decomposed jointly and each apart, "
                     "and by chance; shared and other salient interactions by order.",
                     {{"overlap", "shared-by-order"}},
                     FigureInfo::Places::last}},
        .usesPhases = true};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience& salience) const override {
    return jointResults(*results) ? std::make_shared<SharedPass>(results, salience.orderOne) : nullptr;
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<SharedResult>(input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> sharedAnalysis() {
  return std::make_shared<SharedAnalysis>();
}

}  // namespace spindle
