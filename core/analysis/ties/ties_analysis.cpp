// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/ties/ties_analysis.h"

#include "core/analysis/series_axis.h"
#include "core/chart/number_text.h"
#include "core/dynamics/change_point.h"
#include "core/dynamics/phases.h"
#include "core/dynamics/strength_curve.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

/// One end of the tie-break over training; entries of checkpoints that are not computed are empty or NaN.
struct End {
  End(const std::vector<SampleStrengths>& strengths, const PhaseOptions& options) {
    for (const SampleStrengths& samples : strengths) {
      const OrderStrength strength = orderStrength(samples);
      const SalientCounts counts = salientCounts(samples);
      double salient = 0.0;
      for (std::size_t k = 0; k < counts.andCount.size(); ++k) salient += counts.andCount[k] + counts.orCount[k];
      known.push_back(strength.samples > 0);
      meanOrder.push_back(strength.samples > 0 ? strength.meanOrder() : std::nan(""));
      shares.push_back(strength.shares());
      salientCount.push_back(salient);
    }
    start = meanOrderStart(meanOrder, options);
    changePoint = ChangePointFit(OrderSeries(std::span<const SampleStrengths>(strengths))).start(options);
  }

  std::vector<bool> known;
  std::vector<double> meanOrder, salientCount;
  std::vector<std::vector<double>> shares;
  std::optional<std::size_t> start, changePoint;
};

class TiesResult : public AnalysisResult {
 public:
  explicit TiesResult(const AnalysisInput& input) : results_(input.results), leftOut_(input.ties.leftOut) {
    if (!input.ties.any()) return;
    low_.emplace(input.ties.low, input.phaseOptions);
    high_.emplace(input.ties.high, input.phaseOptions);
    for (std::size_t c = 0; c < low_->known.size(); ++c) {
      if (low_->known[c] && high_->known[c]) rows_.push_back(c);
    }
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    std::vector<AnalysisFinding> list;
    if (rows_.empty()) {
      list.push_back(
          {"Ties",
           "Not computed at both ends of the tie-break; they can be added from the stored scores, without the "
           "network.",
           {},
           FindingKind::missing});
    } else {
      list.push_back(startFinding("Phase two", "mean order minimum", low_->start, high_->start));
      list.push_back(startFinding("Change point", "change point", low_->changePoint, high_->changePoint));
      list.push_back(shareFinding());
      list.push_back(meanOrderFinding());
    }
    for (const std::string& sentence : leftOut_) list.push_back({"Skipped", sentence, {}, FindingKind::caution});
    return list;
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    const std::size_t c = place.checkpoint;
    if (std::find(rows_.begin(), rows_.end(), c) == rows_.end()) return {};
    const double lowest = low_->shares[c].front(), highest = high_->shares[c].front();
    return {{"Here",
             "Equally sparse decompositions have mean orders from " + numberText(low_->meanOrder[c]) + " to " +
                 numberText(high_->meanOrder[c]) + " and between " + percentText(std::min(lowest, highest)) + " and " +
                 percentText(std::max(lowest, highest)) + " of the strength in order 1.",
             {{"mean_order_low", low_->meanOrder[c]},
              {"mean_order_high", high_->meanOrder[c]},
              {"order_one_low", lowest},
              {"order_one_high", highest}}}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    return {band("tie-mean-order", "Mean order at both ends of the tie-break", "mean order",
                 [](const End& end, std::size_t c) { return end.meanOrder[c]; }),
            band("tie-order-one", "Share of order 1 at both ends of the tie-break", "share of order 1",
                 [](const End& end, std::size_t c) { return end.shares[c].front(); })};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    Chart chart = orderChart(header(), place.checkpoint, "tie-shares", "Shares by order at both ends of the tie-break");
    chart.y.label = "share of strength";
    if (std::find(rows_.begin(), rows_.end(), place.checkpoint) == rows_.end()) {
      chart.empty = missing;
      return {chart};
    }
    chart.marks.push_back(orderBars("low", low_->shares[place.checkpoint], 0));
    chart.marks.push_back(orderBars("high", high_->shares[place.checkpoint], 1));
    return {chart};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    if (rows_.empty()) return {};
    return {{"ties", "Mean order and salient interactions at both ends", [this](RunControl&) { return table(); }},
            {"ties_shares", "Shares by order at both ends", [this](RunControl&) { return shareTable(); }}};
  }

 private:
  static constexpr const char* missing = "not computed at both ends of the tie-break";
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }

  [[nodiscard]] AnalysisFinding startFinding(const std::string& topic, const std::string& rule,
                                             std::optional<std::size_t> low, std::optional<std::size_t> high) const {
    const auto name = [this](std::optional<std::size_t> start) {
      return start ? placeName(header(), *start) : std::string("not found");
    };
    const bool same = low == high;
    AnalysisFinding finding{topic, {}, {}, same ? FindingKind::result : FindingKind::caution};
    finding.text = same ? "The start of phase two by " + rule + " does not depend on the tie-break: " + name(low) +
                              " at both ends."
                        : "The start of phase two by " + rule + " depends on the tie-break: " + name(low) +
                              " at the end of low orders, " + name(high) + " at the end of high orders.";
    finding.numbers = {{"low", low ? header().step[*low] : std::nan("")},
                       {"high", high ? header().step[*high] : std::nan("")}};
    if (low) finding.target = ChartTarget::checkpoint(*low);
    return finding;
  }

  /// At the start of phase two, where papers say that order 1 dominates; else where the ends differ most.
  [[nodiscard]] AnalysisFinding shareFinding() const {
    const auto apart = [this](std::size_t c) { return std::abs(low_->shares[c].front() - high_->shares[c].front()); };
    const std::size_t widest = *std::max_element(rows_.begin(), rows_.end(),
                                                 [&](std::size_t a, std::size_t b) { return apart(a) < apart(b); });
    const bool there = low_->start && std::find(rows_.begin(), rows_.end(), *low_->start) != rows_.end();
    const std::size_t at = there ? *low_->start : widest;
    const double a = low_->shares[at].front(), b = high_->shares[at].front();
    return {"Order 1",
            "At " + placeName(header(), at) + " the share of order 1 is anything from " + percentText(std::min(a, b)) +
                " to " + percentText(std::max(a, b)) +
                " of the strength, at equal sparsity: a statement about order 1 there is one about the tie-break.",
            {{"share_low", a}, {"share_high", b}},
            apart(at) < 0.05 ? FindingKind::result : FindingKind::caution,
            ChartTarget::checkpoint(at)};
  }

  [[nodiscard]] AnalysisFinding meanOrderFinding() const {
    double widest = 0.0;
    for (const std::size_t c : rows_) widest = std::max(widest, high_->meanOrder[c] - low_->meanOrder[c]);
    return {"Mean order",
            "The two ends are at most " + numberText(widest) + " apart in mean order, over " +
                std::to_string(rows_.size()) + " checkpoints.",
            {{"widest", widest}}};
  }

  template <class Value>
  [[nodiscard]] Chart band(const char* name, const char* title, const char* label, const Value& value) const {
    Chart chart;
    chart.name = name;
    chart.title = title;
    chart.x = seriesAxis(header());
    chart.y.label = label;
    if (rows_.empty()) {
      chart.empty = missing;
      return chart;
    }
    Band area{"", {}, {}, {}, {InkKind::faint}};
    Line low{"ties low", {}, {}, Ink::series(0), LineStyle::solid, true, {}};
    Line high{"ties high", {}, {}, Ink::series(1), LineStyle::dashed, true, {}};
    for (const std::size_t c : rows_) {
      const double a = value(*low_, c), b = value(*high_, c);
      area.x.push_back(header().step[c]);
      area.low.push_back(std::min(a, b));
      area.high.push_back(std::max(a, b));
      low.x.push_back(header().step[c]);
      high.x.push_back(header().step[c]);
      low.y.push_back(a);
      high.y.push_back(b);
      low.targets.push_back(ChartTarget::checkpoint(c));
      high.targets.push_back(ChartTarget::checkpoint(c));
    }
    chart.marks = {std::move(area), std::move(low), std::move(high)};
    if (low_->start) chart.marks.push_back(Rule{header().step[*low_->start], true, "phase two", {InkKind::text}});
    if (high_->start && high_->start != low_->start)
      chart.marks.push_back(Rule{header().step[*high_->start], true, "phase two, ties high", {InkKind::faint}});
    return chart;
  }

  [[nodiscard]] Table table() const {
    Table table("ties", "Mean order and salient interactions at both ends",
                {seriesColumn(header()),
                 {"ties", "ties", ColumnKind::text},
                 {"mean_order", "mean order"},
                 {"salient", "salient a sample"}});
    each([&](std::size_t c, const char* name, const End& end) {
      table.addRow({header().step[c], std::string(name), end.meanOrder[c], end.salientCount[c]},
                   ChartTarget::checkpoint(c));
    });
    return table;
  }

  [[nodiscard]] Table shareTable() const {
    Table table("ties_shares", "Shares by order at both ends",
                {seriesColumn(header()),
                 {"ties", "ties", ColumnKind::text},
                 {"order", "order", ColumnKind::count},
                 {"share", "share"}});
    each([&](std::size_t c, const char* name, const End& end) {
      for (std::size_t k = 0; k < end.shares[c].size(); ++k)
        table.addRow({header().step[c], std::string(name), static_cast<std::int64_t>(k + 1), end.shares[c][k]},
                     ChartTarget::checkpoint(c));
    });
    table.setSpread("order", "share");
    return table;
  }

  template <class Take>
  void each(const Take& take) const {
    for (const std::size_t c : rows_) {
      take(c, "low", *low_);
      take(c, "high", *high_);
    }
  }

  std::shared_ptr<const ResultsReader> results_;
  std::vector<std::string> leftOut_;
  std::optional<End> low_, high_;
  std::vector<std::size_t> rows_;  ///< checkpoints that both ends have
};

class TiesAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "ties",
        .title = "Ties",
        .sentence = "What depends on the choice among equally sparse decompositions",
        .paper = "ours",
        .shared = {"tie", "rise"},
        .page = {"tie-mean-order", "tie-order-one", "tie-shares"},
        .figures = {{"ties",
                     "Both ends of the tie-break over training",
                     "Mean order and share of order 1 of equally sparse decompositions: those of lowest and of highest "
                     "orders bound (nearly) all others.",
                     {{"tie-mean-order"}, {"tie-order-one"}}}},
        .actions = {"ties"},
        .usesPhases = true};
    return info;
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<TiesResult>(input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> tiesAnalysis() {
  return std::make_shared<TiesAnalysis>();
}

}  // namespace spindle
