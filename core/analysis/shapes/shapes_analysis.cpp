// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/shapes/shapes_analysis.h"

#include "core/analysis/chart_frames.h"
#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/shapes/pair_pass.h"
#include "core/chart/number_text.h"
#include "core/results/stored_shapes.h"
#include "core/results/stored_variables.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace spindle {
namespace {

constexpr std::size_t shownColumns = 6;

std::string chartName(std::size_t place) {
  return "shape-" + std::to_string(place + 1);
}

class ShapesResult : public AnalysisResult {
 public:
  explicit ShapesResult(const AnalysisInput& input)
      : results_(input.results),
        pass_(std::static_pointer_cast<const PairPass>(input.pass)),
        known_(knownCheckpoints(input.strengths)),
        shapes_(storedShapes(input.results->header())) {
    if (!shapes_) return;
    for (std::size_t c = 0; c < header().checkpoints(); ++c) {
      if (std::isfinite(shapes_->importance.at(c, 0, 0))) measured_.push_back(c);
    }
    if (measured_.empty()) {
      shapes_.reset();
      return;
    }
    order_.resize(shapes_->columns.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    const std::size_t last = measured_.back();
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      return shapes_->importance.at(last, a, 0) > shapes_->importance.at(last, b, 0);
    });
    for (const MeasuredArray* array : {&shapes_->curves, &shapes_->memberCurves}) {
      for (const double value : array->values) {
        if (!std::isfinite(value)) continue;
        low_ = std::min(low_, value);
        high_ = std::max(high_, value);
      }
    }
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    std::vector<AnalysisFinding> list;
    if (!shapes_) {
      list.push_back({"Shapes", missing(), {}, FindingKind::missing});
    } else {
      const std::size_t last = measured_.back();
      std::string text;
      for (std::size_t i = 0; i < std::min<std::size_t>(3, order_.size()); ++i)
        text += (i == 0 ? "" : ", ") + shapes_->columns[order_[i]].name + " (" +
                numberText(shapes_->importance.at(last, order_[i], 0)) + ")";
      list.push_back({"Importance",
                      "The columns that change the output (" + shapes_->output + ") most at " +
                          placeName(header(), last) + ", by their mean effect over " +
                          std::to_string(shapes_->samples) + " samples: " + text + ".",
                      {{"most", shapes_->importance.at(last, order_.front(), 0)}},
                      FindingKind::result,
                      ChartTarget::checkpoint(last)});
      if (shapes_->members > 0)
        list.push_back({"Ensemble",
                        "Thin lines are the " + std::to_string(shapes_->members) +
                            " members, whose mean the network is: where they part, the data do not tell the curve.",
                        {}});
    }
    addPairs(list);
    list.push_back({"Reading",
                    "A curve says what the network makes of a column while the others stand at the baseline, not what "
                    "the column causes; columns that go together share an effect in any proportion. Where there are no "
                    "samples, it says little.",
                    {},
                    FindingKind::caution});
    return list;
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart = seriesChart(header(), "shape-importance", "Importance of columns over training", "importance");
    if (!shapes_) {
      chart.empty = missing();
      return {chart};
    }
    for (std::size_t i = 0; i < std::min(shownColumns, order_.size()); ++i) {
      Line line{
          shapes_->columns[order_[i]].name, {}, {}, Ink::series(static_cast<int>(i)), LineStyle::solid, false, {}};
      for (const std::size_t c : measured_) addCheckpoint(line, header(), c, shapes_->importance.at(c, order_[i], 0));
      chart.marks.push_back(std::move(line));
    }
    chart.marksStart = true;
    return {chart};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    std::vector<Chart> all;
    for (std::size_t i = 0; i < shownColumns; ++i) all.push_back(shapeChart(i, place.checkpoint));
    return all;
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    std::vector<TableMaker> list;
    if (shapes_) {
      list.push_back({"shape_importance", "Importance of columns", [this](RunControl&) { return importanceTable(); }});
      list.push_back({"shapes", "Curves of columns", [this](RunControl&) { return curveTable(); }, true});
    }
    list.push_back({"shape_pairs", "Interactions of two variables", [this](RunControl&) { return pairTable(); }});
    return list;
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }

  [[nodiscard]] static std::string missing() {
    return "The curves are not measured; spindle measure shapes RUN --into RESULTS.h5 measures them, for tables.";
  }

  [[nodiscard]] std::string pairName(Coalition pair) const {
    const std::vector<std::string> names = storedVariableNames(header(), 0);
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (pair >> i & 1U) text += (text.empty() ? "{" : ", ") + names[i];
    }
    return text + "}";
  }

  void addPairs(std::vector<AnalysisFinding>& list) const {
    if (known_.empty()) return;
    const std::size_t last = known_.back();
    const PairPass::At& at = pass_->at(last);
    if (at.pairs.empty()) return;
    constexpr double rounding = 1e-4;
    if (at.largest < rounding) {
      list.push_back({"Interactions",
                      "There are none: at " + placeName(header(), last) +
                          " no set of two or more variables adds to their single effects: the largest such part is " +
                          numberText(at.largest) +
                          " of the range of the scores, which is rounding. The network is a sum of the curves.",
                      {{"largest", at.largest}}});
      return;
    }
    const bool second = at.pairs.size() > 1 && at.pairs[1].first > 0.0;
    list.push_back({"Interactions",
                    "The curves are not all: at " + placeName(header(), last) + " the strongest pair is " +
                        pairName(at.pairs.front().second) + " with " + numberText(at.pairs.front().first) +
                        " (mean over samples)" +
                        (second ? ", " + numberText(at.pairs[0].first / at.pairs[1].first) + " times the next, " +
                                      pairName(at.pairs[1].second)
                                : std::string()) +
                        ".",
                    {{"strongest", at.pairs.front().first}, {"largest", at.largest}},
                    FindingKind::result,
                    ChartTarget::pair(at.pairs.front().second)});
  }

  [[nodiscard]] Chart shapeChart(std::size_t place, std::size_t c) const {
    Chart chart;
    chart.name = chartName(place);
    chart.title = "Curve of the column of importance " + std::to_string(place + 1);
    chart.y.label = shapes_ ? "effect on " + shapes_->output : "effect";
    chart.x.zero = false;
    if (!shapes_ || place >= order_.size()) {
      chart.empty = shapes_ ? "there are fewer columns" : place == 0 ? missing() : "not measured";
      return chart;
    }
    const std::size_t k = order_[place], points = shapes_->points;
    const Shapes::Column& column = shapes_->columns[k];
    chart.title = "What " + column.name + " does at " + placeName(header(), c);
    chart.heading = placeName(header(), c);
    chart.x.label = column.name;
    const double room = 0.05 * (high_ - low_);
    chart.y.low = low_ - room;
    chart.y.high = high_ + room;
    if (!std::isfinite(shapes_->importance.at(c, k, 0))) {
      chart.empty = "not computed";
      return chart;
    }
    chart.marks.push_back(density(column));
    std::vector<double> x;
    for (std::size_t p = 0; p < points; ++p) x.push_back(shapes_->valueAt(k, p));
    for (std::size_t m = 0; m < shapes_->members; ++m) {
      Line member{m == 0 && place == 0 ? "each member" : "", x, {}, {InkKind::faint}, LineStyle::solid, false, {}};
      for (std::size_t p = 0; p < points; ++p) member.y.push_back(shapes_->memberCurves.at(c, k, m * points + p));
      chart.marks.push_back(std::move(member));
    }
    Line curve{"", x, {}, {InkKind::measured}, LineStyle::solid, false, {}};
    for (std::size_t p = 0; p < points; ++p) curve.y.push_back(shapes_->curves.at(c, k, p));
    chart.marks.push_back(std::move(curve));
    return chart;
  }

  /// Samples by value, from the lower end of the chart up to a quarter of its height.
  [[nodiscard]] Band density(const Shapes::Column& column) const {
    Band band{"", {}, {}, {}, {InkKind::theory}};
    const double bottom = low_ - 0.05 * (high_ - low_);
    const double most = *std::max_element(column.density.begin(), column.density.end());
    const double width = (column.high - column.low) / static_cast<double>(column.density.size());
    for (std::size_t b = 0; b < column.density.size(); ++b) {
      for (const std::size_t end : {b, b + 1}) {
        band.x.push_back(column.low + width * static_cast<double>(end));
        band.low.push_back(bottom);
        band.high.push_back(bottom + 0.25 * (high_ - low_) * column.density[b] / most);
      }
    }
    return band;
  }

  [[nodiscard]] Table importanceTable() const {
    Table table("shape_importance", "Importance of columns",
                {seriesColumn(header()), {"column", "column", ColumnKind::text}, {"importance", "importance"}});
    for (const std::size_t c : measured_) {
      for (const std::size_t k : order_)
        table.addRow({header().step[c], shapes_->columns[k].name, shapes_->importance.at(c, k, 0)},
                     ChartTarget::checkpoint(c));
    }
    table.setSpread("column", "importance");
    return table;
  }

  [[nodiscard]] Table curveTable() const {
    Table table("shapes", "Curves of columns",
                {seriesColumn(header()),
                 {"column", "column", ColumnKind::text},
                 {"member", "member", ColumnKind::count},
                 {"value", "value"},
                 {"effect", "effect"}});
    const std::size_t points = shapes_->points;
    for (const std::size_t c : measured_) {
      for (const std::size_t k : order_) {
        // Member 0 is the network.
        for (std::size_t m = 0; m <= shapes_->members; ++m) {
          for (std::size_t p = 0; p < points; ++p)
            table.addRow({header().step[c], shapes_->columns[k].name, static_cast<std::int64_t>(m),
                          shapes_->valueAt(k, p),
                          m == 0 ? shapes_->curves.at(c, k, p) : shapes_->memberCurves.at(c, k, (m - 1) * points + p)});
        }
      }
    }
    return table;
  }

  [[nodiscard]] Table pairTable() const {
    Table table("shape_pairs", "Interactions of two variables",
                {seriesColumn(header()),
                 {"largest", "largest dividend of order \u2265 2 / range"},
                 {"pair", "strongest pair", ColumnKind::text},
                 {"strength", "mean |I|"},
                 {"next", "of the next"}});
    for (const std::size_t c : known_) {
      const PairPass::At& at = pass_->at(c);
      if (at.pairs.empty()) continue;
      table.addRow({header().step[c], at.largest, pairName(at.pairs.front().second), at.pairs.front().first,
                    at.pairs.size() > 1 ? TableCell(at.pairs[1].first) : TableCell()},
                   ChartTarget::checkpoint(c));
    }
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::shared_ptr<const PairPass> pass_;
  std::vector<std::size_t> known_;
  std::optional<Shapes> shapes_;
  std::vector<std::size_t> measured_;  ///< checkpoints with curves
  std::vector<std::size_t> order_;     ///< columns by importance at the last of these
  double low_ = 0.0, high_ = 0.0;      ///< of all curves at all checkpoints
};

class ShapesAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "shapes",
        .title = "Shapes",
        .sentence = "What the network makes of each column of a table alone, and what is left for interactions",
        .paper = "Agarwal et al., NeurIPS 2021 (arXiv 2004.13912); curves over training and interactions are ours",
        .page = {chartName(0), chartName(1), chartName(2), chartName(3), chartName(4), chartName(5),
                 "shape-importance"},
        .figures = {{"shapes",
                     "Curves of the most important columns",
                     "What the network makes of each of its most important columns while the others stand at the "
                     "baseline, minus the mean over the samples; thin: members of the ensemble; shaded: density of the "
                     "samples.",
                     {{chartName(0), chartName(1), chartName(2)}, {chartName(3), chartName(4), chartName(5)}},
                     FigureInfo::Places::last},
                    {"shape-importance",
                     "Importance of columns over training",
                     "Mean size of the effect of each of the most important columns over training.",
                     {{"shape-importance"}}}}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience&) const override {
    return std::make_shared<PairPass>(results->header().checkpoints());
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<ShapesResult>(input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> shapesAnalysis() {
  return std::make_shared<ShapesAnalysis>();
}

}  // namespace spindle
