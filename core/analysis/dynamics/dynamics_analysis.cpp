// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/dynamics/dynamics_analysis.h"

#include "core/analysis/series_axis.h"
#include "core/analysis/start_range.h"
#include "core/analysis/strength_chart.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/chart/number_text.h"
#include "core/dynamics/strength_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

class DynamicsResult : public AnalysisResult {
 public:
  DynamicsResult(const AnalysisInput& input, const OptionValues& options)
      : results_(input.results), start_(input.phases.meanOrder.checkpoint) {
    if (start_) startWords_ = startText(header(), input.phases.meanOrder);
    const std::size_t columns = header().logged.size();
    column_ = static_cast<std::size_t>(options.value("log-column", 1.0)) - 1;
    if (options.has("log-column") && column_ >= columns)
      throw UserError("--log-column " + std::to_string(column_ + 1) + ": the results hold " +
                      (columns == 0
                           ? "no column of a training log beside the losses."
                           : std::to_string(columns) + " columns of the training log: " + columnNames() + "."));
    for (const SampleStrengths& samples : input.strengths) series_.push_back(orderStrength(samples));
    for (const SampleStrengths& samples : input.strengths)
      shares_.push_back(strengthCurve(samples, {InteractionPart::both, Normalization::sum}).totals());
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    std::vector<double> known;
    for (const OrderStrength& strength : series_) {
      if (strength.samples > 0) known.push_back(strength.meanOrder());
    }
    if (known.empty()) return {{"Mean order", "No checkpoint is computed.", {}, FindingKind::missing}};
    std::vector<AnalysisFinding> list;
    if (!header().logged.empty())
      list.push_back({"Log", "Columns of the training log (--log-column): " + columnNames() + ".", {}});
    list.insert(list.begin(),
                {"Mean order",
                 "The mean order is " + numberText(known.front()) + " at the first and " + numberText(known.back()) +
                     " at the last of " + std::to_string(known.size()) + " computed checkpoints.",
                 {{"first_mean_order", known.front()}, {"last_mean_order", known.back()}}});
    return list;
  }

  [[nodiscard]] std::vector<Chart> charts() const override { return {meanOrder(), losses(), heatmap(), logged()}; }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    return {{"dynamics", "Strength by order", [this](RunControl&) { return dynamicsTable(); }},
            {"losses", "Losses", [this](RunControl&) { return lossTable(); }},
            {"logged", "Other columns of the training log", [this](RunControl&) { return loggedTable(); }, true}};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    const OrderStrength& strength = series_.at(place.checkpoint);
    Chart chart = strengthChart(strength);
    chart.title = "Strength by order at " + placeName(header(), place.checkpoint);
    chart.heading = placeName(header(), place.checkpoint) + (start_ == place.checkpoint ? " *" : "");
    chart.x = orderAxis(header().variables);
    if (start_) chart.x.label += "   (* phase two starts)";
    if (strength.samples == 0) {
      chart.empty = "not computed";
      chart.marks.clear();
    }
    return {chart};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }

  [[nodiscard]] std::vector<ChartTarget> checkpointTargets() const {
    std::vector<ChartTarget> targets;
    for (std::size_t c = 0; c < header().checkpoints(); ++c) targets.push_back(ChartTarget::checkpoint(c));
    return targets;
  }

  void markStart(Chart& chart, bool words) const {
    if (!start_) return;
    chart.marks.push_back(Rule{
        header().step[*start_], true, words ? "phase two starts, " + startWords_ : std::string(), {InkKind::text}});
  }

  [[nodiscard]] Chart meanOrder() const {
    Chart chart;
    chart.name = "mean-order";
    chart.title = "Mean order over training";
    chart.x = seriesAxis(header());
    chart.y.label = "mean order";
    chart.y.zero = false;
    Line line{"", header().step, {}, {InkKind::text}, LineStyle::solid, true, checkpointTargets()};
    for (const OrderStrength& strength : series_)
      line.y.push_back(strength.samples == 0 ? unknown : strength.meanOrder());
    chart.marks.push_back(std::move(line));
    markStart(chart, true);
    return chart;
  }

  [[nodiscard]] Chart losses() const {
    Chart chart;
    chart.name = "losses";
    chart.title = "Losses over training";
    chart.x = seriesAxis(header());
    chart.y.label = "loss";
    const auto known = [](const std::vector<double>& list) {
      return std::any_of(list.begin(), list.end(), [](double value) { return !std::isnan(value); });
    };
    if (known(header().trainLoss))
      chart.marks.push_back(
          Line{"train", header().step, header().trainLoss, {InkKind::train}, LineStyle::solid, true, {}});
    if (known(header().testLoss))
      chart.marks.push_back(
          Line{"test", header().step, header().testLoss, {InkKind::test}, LineStyle::dashed, true, {}});
    if (chart.marks.empty())
      chart.empty = "no losses in the results";
    else
      markStart(chart, false);
    return chart;
  }

  /// "1 accuracy, 2 lr"
  [[nodiscard]] std::string columnNames() const {
    std::vector<std::string> names;
    for (const LoggedColumn& column : header().logged)
      names.push_back(std::to_string(names.size() + 1) + " " + column.name);
    return listed(names, 12);
  }

  [[nodiscard]] Chart logged() const {
    Chart chart;
    chart.name = "logged";
    chart.title = "A column of the training log";
    chart.x = seriesAxis(header());
    if (column_ >= header().logged.size()) {
      chart.empty = "the results hold no other column of the training log";
      return chart;
    }
    const LoggedColumn& column = header().logged[column_];
    chart.title = column.name + " over training";
    chart.y.label = column.name;
    chart.y.zero = false;
    chart.marks.push_back(
        Line{"", header().step, column.values, {InkKind::measured}, LineStyle::solid, true, checkpointTargets()});
    markStart(chart, false);
    return chart;
  }

  [[nodiscard]] Table loggedTable() const {
    Table table("logged", "Other columns of the training log",
                {seriesColumn(header()), {"column", "column", ColumnKind::text}, {"value", "value"}});
    for (std::size_t c = 0; c < header().checkpoints(); ++c) {
      for (const LoggedColumn& column : header().logged)
        table.addRow({header().step[c], column.name, column.values[c]}, ChartTarget::checkpoint(c));
    }
    table.setSpread("column", "value");
    return table;
  }

  [[nodiscard]] Chart heatmap() const {
    Chart chart;
    chart.name = "heatmap";
    chart.title = "Share of each order over training";
    chart.x = seriesAxis(header());
    chart.y = orderAxis(header().variables);
    chart.y.label = "order";
    Cells cells;
    cells.name = "share of strength";
    std::vector<std::size_t> known;
    for (std::size_t c = 0; c < series_.size(); ++c) {
      if (series_[c].samples > 0) known.push_back(c);
    }
    for (const std::size_t c : known) cells.x.push_back(header().step[c]);
    cells.y = orderPlaces(static_cast<std::size_t>(header().variables));
    double largest = 0.0;
    for (std::size_t k = 0; k < cells.y.size(); ++k) {
      for (const std::size_t c : known) {
        cells.values.push_back(shares_[c][k]);
        cells.targets.push_back(ChartTarget::checkpoint(c));
        largest = std::max(largest, shares_[c][k]);
      }
    }
    cells.high = largest > 0.0 ? largest : 1.0;
    if (known.empty())
      chart.empty = "no checkpoint is computed";
    else
      chart.marks.push_back(std::move(cells));
    markStart(chart, false);
    if (start_) chart.heading = "phase two starts, " + startWords_;
    return chart;
  }

  [[nodiscard]] Table dynamicsTable() const {
    Table table("dynamics", "Strength by order",
                {seriesColumn(header()),
                 {"epoch", "epoch ", ColumnKind::step},
                 {"order", "order", ColumnKind::count},
                 {"sign", "sign", ColumnKind::text},
                 {"kind", "kind", ColumnKind::text},
                 {"strength", "strength"}});
    for (std::size_t c = 0; c < series_.size(); ++c) {
      const OrderStrength& s = series_[c];
      for (std::size_t k = 0; k < s.andPositive.size(); ++k) {
        const auto add = [&](const char* sign, const char* kind, double value) {
          table.addRow({header().step[c], header().epoch[c], static_cast<std::int64_t>(k + 1), std::string(sign),
                        std::string(kind), value},
                       ChartTarget::checkpoint(c));
        };
        add("positive", "and", s.andPositive[k]);
        add("positive", "or", s.orPositive[k]);
        add("negative", "and", s.andNegative[k]);
        add("negative", "or", s.orNegative[k]);
      }
    }
    return table;
  }

  [[nodiscard]] Table lossTable() const {
    Table table("losses", "Losses",
                {seriesColumn(header()),
                 {"epoch", "epoch ", ColumnKind::step},
                 {"train_loss", "train loss"},
                 {"test_loss", "test loss"}});
    for (std::size_t c = 0; c < series_.size(); ++c)
      table.addRow({header().step[c], header().epoch[c], header().trainLoss[c], header().testLoss[c]},
                   ChartTarget::checkpoint(c));
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::optional<std::size_t> start_;
  std::string startWords_;
  std::size_t column_ = 0;
  std::vector<OrderStrength> series_;
  std::vector<std::vector<double>> shares_;
};

class DynamicsAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "dynamics",
        .title = "Dynamics",
        .sentence = "Strength of AND and OR interactions by order through training",
        .paper = "Two-phase dynamics (arXiv 2405.10262)",
        .options = {{.name = "log-column",
                     .title = "Column of the log",
                     .tip = "Which column of the training log beside the losses the chart \"logged\" shows, from 1",
                     .kind = OptionKind::count,
                     .low = 1.0,
                     .high = 10000.0,
                     .usual = 1.0,
                     .step = 1.0}},
        .figures = {{"strength",
                     "Strength by order at chosen checkpoints",
                     "Strength of salient interactions by order, mean over samples, at chosen checkpoints; each panel "
                     "has its own scale. Positive up, negative down.",
                     {{"strength"}},
                     FigureInfo::Places::representative,
                     true},
                    {"mean-order",
                     "Mean order and losses over training",
                     "Mean order over training, above the losses.",
                     {{"mean-order"}, {"losses"}}},
                    {"heatmap",
                     "Heat map: order by checkpoint",
                     "Share of the strength that each order has, over training.",
                     {{"heatmap"}}},
                    {"logged",
                     "A column of the training log",
                     "A column of the training log over training; dashed: the start of phase two.",
                     {{"logged"}}}},
        .usesPhases = true};
    return info;
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues& options,
                                                          RunControl&) const override {
    return std::make_shared<DynamicsResult>(input, options);
  }
};

}  // namespace

std::shared_ptr<const Analysis> dynamicsAnalysis() {
  return std::make_shared<DynamicsAnalysis>();
}

}  // namespace spindle
