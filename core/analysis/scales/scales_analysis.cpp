// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/scales/scales_analysis.h"

#include "core/analysis/other_results.h"
#include "core/analysis/scales/scales_reference.h"
#include "core/analysis/series_axis.h"
#include "core/base/user_error.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr double mostOthers = 12.0;

ScalesReference referenceOf(const AnalysisInput& input, const OptionValues& options, RunControl& control) {
  const auto kind = options.value("reference", 0.0) == 1.0 ? ReferenceKind::best : ReferenceKind::last;
  const auto number = static_cast<std::size_t>(options.value("reference-results", 1.0));
  if (number == 0 || (input.others.empty() && !options.has("reference-results")))
    return std::static_pointer_cast<const ScalesPass>(input.pass)->beside(kind);
  if (number > input.others.size())
    throw UserError("--reference-results " + std::to_string(number) + ": there are " +
                    std::to_string(input.others.size()) + " other results files; 0 takes a checkpoint of the same.");
  const std::string label = resultsBeside(input)[number].label;
  return scalesBeside(*input.results, *input.others[number - 1]->results, label, kind, input.salience.orderOne,
                      control);
}

class ScalesResult : public AnalysisResult {
 public:
  ScalesResult(const AnalysisInput& input, const OptionValues& options, RunControl& control)
      : results_(input.results),
        best_(options.value("reference", 0.0) == 1.0),
        reference_(referenceOf(input, options, control)),
        at_(reference_.at) {
    std::vector<double> steps;
    for (std::size_t c = 0; c < at_.size(); ++c) {
      if (!at_[c]) continue;
      known_.push_back(c);
      steps.push_back(header().step[c]);
    }
    for (std::size_t k = 0; k < orders() && !known_.empty(); ++k) {
      std::vector<double> errors;
      for (const std::size_t c : known_) errors.push_back(at_[c]->error[k]);
      halfTimes_.push_back(halfTime(steps, errors));
    }
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    if (known_.empty()) return {{"Scales", missing(), {}, FindingKind::missing}};
    std::string text;
    std::vector<std::pair<std::string, double>> numbers;
    std::vector<std::size_t> settled;
    for (std::size_t k = 0; k < halfTimes_.size(); ++k) {
      numbers.emplace_back("settled_" + std::to_string(k + 1), halfTimes_[k].settled.value_or(unknown));
      if (halfTimes_[k].settled) settled.push_back(k);
    }
    std::vector<AnalysisFinding> list;
    if (!reference_.leftOut.empty()) list.push_back({"Samples", reference_.leftOut, {}, FindingKind::caution});
    if (settled.empty()) {
      list.push_back({"Scales",
                      "No order comes to stay nearer to " + reference_.name +
                          " than half the squared distance of no interactions.",
                      numbers});
      list.push_back({"Overshoot", overshoot(), {}});
      return list;
    }
    const auto time = [this](std::size_t k) { return *halfTimes_[k].settled; };
    const auto [first, last] = std::minmax_element(settled.begin(), settled.end(),
                                                   [&](std::size_t a, std::size_t b) { return time(a) < time(b); });
    list.push_back({"Scales",
                    "Against " + reference_.name + ", order " + std::to_string(*first + 1) +
                        " settles first (its squared error stays below half of that of no interactions from " +
                        stepText(time(*first)) + " on), order " + std::to_string(*last + 1) + " last (" +
                        stepText(time(*last)) + ").",
                    numbers});
    list.push_back({"Overshoot", overshoot(), {}});
    return list;
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    const auto& here = at_.at(place.checkpoint);
    if (!here) return {};
    std::string orders;
    for (std::size_t k = 0; k < here->r.size(); ++k) {
      if (here->q[k] > here->r[k] * (1.0 + 1e-9)) orders += (orders.empty() ? "" : ", ") + std::to_string(k + 1);
    }
    return {{"Here",
             orders.empty() ? "No order is larger than it is aligned with the reference (Q \u2264 R)."
                            : "Larger than aligned with the reference (Q > R): order " + orders + ".",
             {{"r_1", here->r.front()}, {"q_1", here->q.front()}, {"error_1", here->error.front()}}}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart;
    chart.name = "error";
    chart.title = "Squared distance of the interactions of each order from those of " + reference_.name;
    chart.x = seriesAxis(header());
    chart.y.label = "error 1 + Q \u2212 2R";
    chart.y.low = 0.0;
    chart.y.high = 2.0;
    if (known_.empty()) {
      chart.empty = missing();
      return {chart};
    }
    chart.marks.push_back(Rule{0.5, false, "half"});
    for (std::size_t k = 0; k < std::min(orders(), drawnOrders); ++k) {
      const Ink ink = Ink::series(static_cast<int>(k));
      Line line{"order " + std::to_string(k + 1), {}, {}, ink, LineStyle::solid, false, {}};
      for (const std::size_t c : known_) {
        line.x.push_back(header().step[c]);
        line.y.push_back(at_[c]->error[k]);
        line.targets.push_back(ChartTarget::checkpoint(c));
      }
      chart.marks.push_back(std::move(line));
      if (halfTimes_[k].settled)
        chart.marks.push_back(Line{"", {*halfTimes_[k].settled}, {0.5}, ink, LineStyle::none, true, {}});
    }
    chart.marksStart = true;
    return {chart};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    Chart chart;
    chart.name = "plane";
    chart.title = "Alignment and size of the interactions of each order, at " + placeName(header(), place.checkpoint);
    chart.heading = placeName(header(), place.checkpoint) + " against " + reference_.name;
    chart.x.label = "alignment R";
    chart.y.label = "size Q";
    chart.x.low = -0.25;
    chart.x.high = 1.25;
    chart.y.low = 0.0;
    chart.y.high = 2.0;
    if (known_.empty()) {
      chart.empty = missing();
      return {chart};
    }
    for (const double error : {0.25, 0.5, 1.0}) {
      // Q = 2 R - 1 + error
      chart.marks.push_back(Line{error == 0.25 ? "error 0.25, 0.5, 1" : "",
                                 {-0.25, 1.25},
                                 {-1.5 + error, 1.5 + error},
                                 {InkKind::faint},
                                 LineStyle::dotted,
                                 false,
                                 {}});
    }
    chart.marks.push_back(Line{"Q = R", {0.0, 1.25}, {0.0, 1.25}, {InkKind::faint}, LineStyle::dashed, false, {}});
    for (std::size_t k = 0; k < std::min(orders(), drawnOrders); ++k) {
      const Ink ink = Ink::series(static_cast<int>(k));
      Line path{"order " + std::to_string(k + 1), {}, {}, ink, LineStyle::solid, false, {}};
      for (const std::size_t c : known_) {
        path.x.push_back(at_[c]->r[k]);
        path.y.push_back(at_[c]->q[k]);
        path.targets.push_back(ChartTarget::checkpoint(c));
      }
      chart.marks.push_back(std::move(path));
      if (const auto& here = at_.at(place.checkpoint))
        chart.marks.push_back(Line{"", {here->r[k]}, {here->q[k]}, ink, LineStyle::none, true, {}});
    }
    return {chart};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    return {{"half_times", "When each order settles", [this](RunControl&) { return halfTable(); }},
            {"scales", "Alignment and size by order", [this](RunControl&) { return scaleTable(); }}};
  }

 private:
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  static constexpr std::size_t drawnOrders = 6;  // more lines cannot be told apart; the table has all

  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }
  [[nodiscard]] std::size_t orders() const { return static_cast<std::size_t>(header().variables); }
  [[nodiscard]] std::string stepText(double step) const {
    return header().named() ? stepName(header(), step) : seriesWord(header()) + " " + numberText(step);
  }
  [[nodiscard]] std::string missing() const {
    if (!reference_.leftOut.empty()) return reference_.leftOut;
    return best_ && !reference_.exists
               ? "Which checkpoint has the lowest test loss is not known: no test loss is; a column test_loss of the "
                 "run's log gives it, or spindle losses computes it."
               : "No checkpoint is computed.";
  }

  /// The orders that were larger than the reference at some time after their alignment had come.
  [[nodiscard]] std::string overshoot() const {
    std::string found;
    for (std::size_t k = 0; k < orders(); ++k) {
      const bool over = std::any_of(known_.begin(), known_.end(),
                                    [&](std::size_t c) { return at_[c]->r[k] >= 0.5 && at_[c]->q[k] > 1.0 + 1e-9; });
      if (over) found += (found.empty() ? "" : ", ") + std::to_string(k + 1);
    }
    return found.empty()
               ? "No order becomes larger than in the reference once it is aligned (R \u2265 0.5, Q > 1)."
               : "Larger than in the reference for a while once aligned (R \u2265 0.5, Q > 1): order " + found + ".";
  }

  [[nodiscard]] Table halfTable() const {
    Table table("half_times", "When each order settles",
                {{"order", "order", ColumnKind::count},
                 {"half_time", "error first at half"},
                 {"settled", "below half from here on"}});
    for (std::size_t k = 0; k < halfTimes_.size(); ++k)
      table.addRow({static_cast<std::int64_t>(k + 1), halfTimes_[k].first.value_or(unknown),
                    halfTimes_[k].settled.value_or(unknown)},
                   ChartTarget::order(static_cast<int>(k + 1)));
    return table;
  }

  [[nodiscard]] Table scaleTable() const {
    Table table(
        "scales", "Alignment and size by order",
        {seriesColumn(header()), {"order", "order", ColumnKind::count}, {"r", "R"}, {"q", "Q"}, {"error", "error"}});
    for (const std::size_t c : known_) {
      for (std::size_t k = 0; k < orders(); ++k)
        table.addRow({header().step[c], static_cast<std::int64_t>(k + 1), at_[c]->r[k], at_[c]->q[k], at_[c]->error[k]},
                     ChartTarget::checkpoint(c));
    }
    table.setSpread("order", "error");
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  bool best_ = false;
  ScalesReference reference_;
  const std::vector<std::optional<OrderScales>>& at_;  // of reference_
  std::vector<std::size_t> known_;
  std::vector<HalfTime> halfTimes_;
};

class ScalesAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "scales",
        .title = "Scales",
        .sentence = "When the interactions of each order settle, and which overshoot before",
        .paper = "Pezeshki et al., ICML 2022 (arXiv 2112.03215); by order of interaction is ours",
        .options = {{.name = "reference",
                     .title = "Reference",
                     .tip = "What interactions are compared with: the last checkpoint, or that of the lowest test loss",
                     .kind = OptionKind::choice,
                     .choices = {"last", "best"},
                     .choiceTitles = {"last checkpoint", "lowest test loss"}},
                    {.name = "reference-results",
                     .title = "Of results",
                     .tip = "Whose checkpoint that is: 0: of the same results; 1, the default where there are others: "
                            "of the first other",
                     .kind = OptionKind::count,
                     .high = mostOthers,
                     .usual = 1.0,
                     .step = 1.0}},
        .page = {"error", "plane"},
        .figures = {{"scales",
                     "Time scales by order",
                     "Squared distance of the interactions of each order from those of the reference over training, up "
                     "to order 6; "
                     "dots: from where on it stays below half.",
                     {{"error"}}},
                    {"scales-plane",
                     "Alignment and size by order",
                     "Size of the interactions of each order beside their alignment with those of the reference, up to "
                     "order 6, over training; dots: at the place shown; dashed: Q = R; dotted: equal error.",
                     {{"plane"}},
                     FigureInfo::Places::phaseTwo}},
        .others = {0, static_cast<std::size_t>(mostOthers), "whose last checkpoint is the reference", false}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience& salience) const override {
    return std::make_shared<ScalesPass>(results, salience.orderOne);
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues& options,
                                                          RunControl& control) const override {
    return std::make_shared<ScalesResult>(input, options, control);
  }
};

}  // namespace

std::shared_ptr<const Analysis> scalesAnalysis() {
  return std::make_shared<ScalesAnalysis>();
}

}  // namespace spindle
