// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/theory/theory_analysis.h"

#include "core/analysis/series_axis.h"
#include "core/analysis/theory/theory_pass.h"
#include "core/analysis/theory/untrained.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace spindle {
namespace {

std::string powerText(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1e", value);
  return text;
}

class TheoryResult : public AnalysisResult {
 public:
  explicit TheoryResult(const AnalysisInput& input)
      : results_(input.results),
        pass_(std::static_pointer_cast<const TheoryPass>(input.pass)),
        start_(input.phases.meanOrder.checkpoint) {
    for (const SampleStrengths& samples : input.strengths)
      measured_.push_back(samples.presentSamples() > 0 ? theoryShares(samples) : std::vector<double>());
    const auto known = std::find_if(measured_.begin(), measured_.end(), [](const auto& list) { return !list.empty(); });
    first_ = static_cast<std::size_t>(known - measured_.begin());
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    std::vector<std::size_t> rows = phaseTwo();
    if (rows.empty())
      return {{"Theory", "The theory applies to phase two only, and none was found.", {}, FindingKind::missing}};
    std::size_t rises = 0;
    double worst = 0.0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const TheoryFit& fit = pass_->points[rows[i]]->fit;
      if (i > 0 && fit.sigma2 > pass_->points[rows[i - 1]]->fit.sigma2 * 1.0001) ++rises;
      worst = std::max(worst, fit.residual);
    }
    return {
        {"Theory",
         "The fitted noise " +
             (rises == 0 ? std::string("never rises")
                         : "rises " + std::to_string(rises) + " time" + (rises == 1 ? "" : "s")) +
             " from one checkpoint of phase two to the next. The largest distance between the two distributions is " +
             numberText(worst) + " (sum of absolute differences, 0 to 2).",
         {{"rises", static_cast<double>(rises)}, {"largest_distance", worst}}}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart;
    chart.name = "noise";
    chart.title = "Fitted noise over phase two";
    chart.x = seriesAxis(header());
    chart.y.label = "fitted \u03c3\u00b2";
    chart.y.scale = Scale::logarithmic;
    Line line{"", {}, {}, {InkKind::measured}, LineStyle::solid, true, {}};
    for (const std::size_t c : phaseTwo()) {
      line.x.push_back(header().step[c]);
      line.y.push_back(std::max(pass_->points[c]->fit.sigma2, 1e-8));
      line.targets.push_back(ChartTarget::checkpoint(c));
    }
    if (line.x.empty())
      chart.empty = "no phase two, nothing fitted";
    else
      chart.marks.push_back(std::move(line));
    return {chart, initialization()};
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    const std::size_t c = place.checkpoint;
    if (inPhaseTwo(c)) {
      const TheoryPoint& at = *pass_->points[c];
      const bool own = place.live.has("noise");
      const double sigma2 = own ? TheoryModel::gridSigma2(gridPoint(place)) : at.fit.sigma2;
      const double distance =
          own ? l1Distance(pass_->model->gridShares(gridPoint(place)), at.measured) : at.fit.residual;
      return {{"Here",
               std::string(own ? "Chosen" : "Fitted") + " \u03c3\u00b2 = " + powerText(sigma2) + ": distance " +
                   numberText(distance) + " (0 to 2); the best geometric distribution: " + numberText(at.geometric) +
                   ".",
               {{"noise", std::log10(std::max(sigma2, 1e-30))},
                {"sigma2", sigma2},
                {"distance", distance},
                {"geometric_distance", at.geometric}}}};
    }
    if (c == first_)
      return {{"Here",
               "The first checkpoint beside the theory of untrained networks: C(n,k) 2^(k/2) if the scores are "
               "independent noise, C(n,k) if all interactions have the same variance."}};
    return {{"Here",
             start_ ? "Phase one: the theory applies to phase two only."
                    : "No phase two was found: the theory applies to phase two only.",
             {},
             FindingKind::missing}};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    const std::size_t c = place.checkpoint;
    const std::vector<double>& measured = measured_.at(c);
    Chart chart;
    chart.name = "shares";
    chart.title = "Measured and predicted shares by order at " + placeName(header(), c);
    chart.x = orderAxis(header().variables);
    chart.y.label = "share";
    if (measured.empty()) {
      chart.empty = "not computed";
      return {chart};
    }
    const std::vector<double> x = orderPlaces(measured.size());
    chart.marks.push_back(Bars{"measured", x, measured, {}, {InkKind::measured}, 0, false, {}});
    if (inPhaseTwo(c)) {
      const TheoryPoint& at = *pass_->points[c];
      const bool own = place.live.has("noise");
      const std::vector<double>& shares = own ? pass_->model->gridShares(gridPoint(place)) : at.fit.shares;
      chart.heading =
          placeName(header(), c) + ", distance " + numberText(std::round(100.0 * l1Distance(shares, measured)) / 100.0);
      chart.marks.push_back(Bars{"theory, \u03c3\u00b2 " + std::string(own ? "chosen" : "fitted"),
                                 x,
                                 shares,
                                 {},
                                 {InkKind::theory},
                                 1,
                                 true,
                                 {}});
    } else {
      chart.heading = placeName(header(), c);
      if (c == first_) addUntrained(chart);
    }
    return {chart};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    return {{"theory", "Shares by order, measured and predicted", [this](RunControl&) { return table(); }}};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }
  [[nodiscard]] bool inPhaseTwo(std::size_t c) const { return start_ && c >= *start_ && pass_->points[c].has_value(); }

  [[nodiscard]] std::size_t gridPoint(const Place& place) const {
    const double point = std::round(10.0 * (place.live.value("noise", 0.0) + 7.0));
    return static_cast<std::size_t>(std::clamp(point, 0.0, static_cast<double>(pass_->model->gridSize() - 1)));
  }

  [[nodiscard]] std::vector<std::size_t> phaseTwo() const {
    std::vector<std::size_t> rows;
    for (std::size_t c = 0; c < pass_->points.size(); ++c) {
      if (inPhaseTwo(c)) rows.push_back(c);
    }
    return rows;
  }

  void addUntrained(Chart& chart) const {
    const int n = header().variables;
    const std::vector<double> x = orderPlaces(static_cast<std::size_t>(n));
    chart.marks.push_back(Line{"independent scores: C(n,k) 2^(k/2)",
                               x,
                               untrainedShares(n, 1.0),
                               {InkKind::reference},
                               LineStyle::solid,
                               false,
                               {}});
    chart.marks.push_back(
        Line{"equal variances: C(n,k)", x, untrainedShares(n, 0.0), {InkKind::test}, LineStyle::dashed, false, {}});
  }

  [[nodiscard]] Chart initialization() const {
    Chart chart;
    chart.name = "initialization";
    chart.title = "The first checkpoint beside untrained networks in theory";
    chart.x = orderAxis(header().variables);
    chart.y.label = "share of the strength";
    if (first_ >= measured_.size()) {
      chart.empty = "no checkpoint is computed";
      return chart;
    }
    chart.marks.push_back(Bars{"measured, " + placeName(header(), first_),
                               orderPlaces(measured_[first_].size()),
                               measured_[first_],
                               {},
                               {InkKind::measured},
                               0,
                               false,
                               {}});
    addUntrained(chart);
    return chart;
  }

  [[nodiscard]] Table table() const {
    Table table("theory", "Shares by order, measured and predicted",
                {seriesColumn(header()),
                 {"sigma2", "\u03c3\u00b2"},
                 {"residual", "distance"},
                 {"geometric_residual", "geometric distance"},
                 {"order", "order", ColumnKind::count},
                 {"measured", "measured"},
                 {"predicted", "predicted"}});
    for (const std::size_t c : phaseTwo()) {
      const TheoryPoint& at = *pass_->points[c];
      for (std::size_t k = 0; k < at.measured.size(); ++k)
        table.addRow({header().step[c], at.fit.sigma2, at.fit.residual, at.geometric, static_cast<std::int64_t>(k + 1),
                      at.measured[k], at.fit.shares[k]},
                     ChartTarget::checkpoint(c));
    }
    table.setSpread("order", "predicted");
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::shared_ptr<const TheoryPass> pass_;
  std::optional<std::size_t> start_;
  std::vector<std::vector<double>> measured_;
  std::size_t first_ = 0;
};

class TheoryAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "theory",
        .title = "Theory",
        .sentence = "Measured shares by order beside those that learning under noise predicts",
        .paper = "Ren et al., NeurIPS 2024 (arXiv 2407.19198), Theorem 3; arXiv 2405.10262",
        .options = {{"noise",
                     "\u03c3\u00b2",
                     "Noise of the theory, as a power of ten; less noise lets higher orders in",
                     OptionKind::number,
                     -7.0,
                     2.0,
                     0.0,
                     0.1,
                     {},
                     {},
                     Level::live,
                     true}},
        .page = {"shares", "noise"},
        .figures = {{"theory",
                     "Theory beside measurement",
                     "Measured shares by order beside those of learning under noise (Ren et al., NeurIPS 2024), and "
                     "the noise fitted at each checkpoint of phase two.",
                     {{"shares"}, {"noise"}},
                     FigureInfo::Places::phaseTwo},
                    {"initialization",
                     "Before training",
                     "Shares by order at the first checkpoint beside what an untrained network has in theory.",
                     {{"initialization"}}}},
        .usesPhases = true};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience& salience) const override {
    return std::make_shared<TheoryPass>(results, salience.orderOne);
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<TheoryResult>(input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> theoryAnalysis() {
  return std::make_shared<TheoryAnalysis>();
}

}  // namespace spindle
