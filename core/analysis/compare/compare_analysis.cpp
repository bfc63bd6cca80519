// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/compare/compare_analysis.h"

#include "core/analysis/compare/compare_axis.h"
#include "core/analysis/other_results.h"
#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/base/text.h"
#include "core/chart/number_text.h"
#include "core/dynamics/order_strength.h"
#include "core/results/matched_samples.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<const char*, 4> axisNames{"step", "epoch", "phase-two", "train-loss"};
constexpr std::array<const char*, 4> axisTitles{"training step", "epoch", "relative to the phase-two start",
                                                "training loss"};

/// One of the results with what is drawn of it; lists by checkpoint.
struct ComparedResults {
  ResultsBeside of;
  std::vector<std::size_t> known;
  std::vector<double> places, meanOrder;
  std::vector<std::vector<double>> shares;
};

ComparedResults comparedResults(ResultsBeside of, CompareBy by) {
  ComparedResults one{std::move(of), {}, {}, {}, {}};
  one.known = knownCheckpoints(one.of.strengths);
  one.places = comparePlaces(*one.of.header, one.of.phases->meanOrder.checkpoint, by);
  for (const SampleStrengths& samples : one.of.strengths) {
    const OrderStrength strength = orderStrength(samples);
    one.meanOrder.push_back(samples.presentSamples() > 0 ? strength.meanOrder() : unknown);
    one.shares.push_back(samples.presentSamples() > 0 ? strength.shares() : std::vector<double>{});
  }
  return one;
}

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
      all_.push_back(comparedResults(std::move(one), by_));
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
                        one.of.label + " has no place along the " + axisTitle() +
                            ": none of its checkpoints is computed, or this is not known of it.",
                        {},
                        FindingKind::missing});
    }
    return list;
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    std::vector<AnalysisFinding> list;
    const double here = meanOrderAt(0, place.checkpoint);
    for (std::size_t i = 1; i < all_.size(); ++i) {
      const auto row = rowBeside(i, place.checkpoint);
      if (!row || !std::isfinite(here)) continue;
      list.push_back({"Here",
                      "Mean order " + numberText(here) + "; of " + all_[i].of.label + " at " +
                          placeName(*all_[i].of.header, *row) + " " + numberText(meanOrderAt(i, *row)) + ".",
                      {{"mean_order", here}, {"other_mean_order", meanOrderAt(i, *row)}}});
    }
    return list;
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart orders = frame("compared", "Mean order of several results", "mean order", "");
    orders.y.zero = false;
    Chart losses = frame("losses-compared", "Losses of several results", "loss", "nats");
    for (std::size_t i = 0; i < all_.size() && !alone(); ++i) {
      const ResultsHeader& header = *all_[i].of.header;
      const Ink ink = Ink::series(static_cast<int>(i));
      orders.marks.push_back(lineOf(i, all_[i].meanOrder, all_[i].of.label, LineStyle::solid));
      const auto start = all_[i].of.phases->meanOrder.checkpoint;
      if (start && std::isfinite(all_[i].places[*start]))
        orders.marks.push_back(Rule{all_[i].places[*start], true, i == 0 ? "phase two" : "", ink});
      if (anyKnown(header.testLoss))
        losses.marks.push_back(lineOf(i, header.testLoss, all_[i].of.label + ", test", LineStyle::solid));
      if (anyKnown(header.trainLoss))
        losses.marks.push_back(lineOf(i, header.trainLoss, all_[i].of.label + ", train", LineStyle::dashed));
    }
    if (orders.marks.empty()) orders.empty = missing();
    if (losses.marks.empty()) losses.empty = alone() ? missing() : "no loss is known";
    return {orders, losses};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    Chart chart;
    chart.name = "share-differences";
    chart.title = "Shares of strength by order, other results less " + all_[0].of.label + ", at " +
                  placeName(header(), place.checkpoint);
    chart.heading = "others less " + placeName(header(), place.checkpoint);
    chart.x = orderAxis(header().variables);
    chart.y.label = "difference of shares";
    for (std::size_t i = 1; i < all_.size(); ++i) {
      const auto row = rowBeside(i, place.checkpoint);
      if (!row) continue;
      chart.marks.push_back(Bars{all_[i].of.label + ", " + placeName(*all_[i].of.header, *row),
                                 orderPlaces(orders(i)),
                                 differences(i, place.checkpoint, *row),
                                 {},
                                 Ink::series(static_cast<int>(i)),
                                 static_cast<int>(i) - 1,
                                 false,
                                 {}});
    }
    if (chart.marks.empty()) chart.empty = alone() ? missing() : "no place is known in two of the results";
    return {chart};
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
  [[nodiscard]] double meanOrderAt(std::size_t i, std::size_t row) const { return all_[i].meanOrder[row]; }
  [[nodiscard]] std::size_t orders(std::size_t i) const {
    return static_cast<std::size_t>(std::max(header().variables, all_[i].of.header->variables));
  }
  static bool anyKnown(const std::vector<double>& values) {
    return std::any_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
  }

  /// Where the others are when this one is at the row.
  [[nodiscard]] std::optional<std::size_t> rowBeside(std::size_t i, std::size_t row) const {
    if (all_[0].shares[row].empty()) return std::nullopt;
    return nearestRow(all_[i].places, all_[i].known, all_[0].places[row]);
  }

  [[nodiscard]] std::vector<double> differences(std::size_t i, std::size_t row, std::size_t other) const {
    std::vector<double> list(orders(i), 0.0);
    for (std::size_t k = 0; k < all_[i].shares[other].size(); ++k) list[k] += all_[i].shares[other][k];
    for (std::size_t k = 0; k < all_[0].shares[row].size(); ++k) list[k] -= all_[0].shares[row][k];
    return list;
  }

  /// Whether the places are numbers or names of another axis than training steps.
  [[nodiscard]] bool ownSteps() const {
    return by_ == CompareBy::step && (header().series != SeriesKind::training || !header().axis.empty());
  }
  [[nodiscard]] std::string axisTitle() const {
    return ownSteps() ? seriesWord(header()) : axisTitles[static_cast<std::size_t>(by_)];
  }
  [[nodiscard]] AnalysisFinding otherFramesFinding() const {
    return {"Left out",
            listed(otherFrames_, 4) + " has other " + seriesWord(header()) + "s than " + header().run +
                "; nothing can be laid beside them one by one.",
            {},
            FindingKind::missing};
  }

  [[nodiscard]] Chart frame(const char* name, const char* title, const char* label, const char* unit) const {
    Chart chart;
    chart.name = name;
    chart.title = std::string(title) + ", along the " + axisTitle();
    chart.x = compareAxis(by_);
    if (ownSteps()) {
      chart.x = seriesAxis(header());
      chart.x.series = false;  // rows of other results are other frames
    }
    chart.y.label = label;
    chart.y.unit = unit;
    return chart;
  }

  [[nodiscard]] Line lineOf(std::size_t i, const std::vector<double>& values, const std::string& name,
                            LineStyle style) const {
    Line line{name, {}, {}, Ink::series(static_cast<int>(i)), style, true, {}};
    for (const std::size_t c : all_[i].known) {
      line.x.push_back(all_[i].places[c]);
      line.y.push_back(values[c]);
      // Rows of other results are none of the playhead's.
      if (i == 0) line.targets.push_back(ChartTarget::checkpoint(c));
    }
    return line;
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
                 {"place", axisTitle()},
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
        const auto row = rowBeside(i, c);
        if (!row) continue;
        const std::vector<double> list = differences(i, c, *row);
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
                     .choices = {axisNames.begin(), axisNames.end()},
                     .choiceTitles = {axisTitles.begin(), axisTitles.end()}}},
        .shared = {"threshold", "factor"},
        .page = {"compared", "losses-compared", "share-differences"},
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
