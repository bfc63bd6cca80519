// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/context_orders/context_orders_analysis.h"

#include "core/analysis/context_orders/context_charts.h"
#include "core/analysis/context_orders/context_findings.h"
#include "core/analysis/context_orders/context_pass.h"
#include "core/analysis/context_orders/sampled_orders.h"
#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr int fewVariables = 10;

class ContextOrdersResult : public AnalysisResult {
 public:
  ContextOrdersResult(const AnalysisInput& input, const OptionValues& options, RunControl& control)
      : results_(input.results),
        pass_(std::static_pointer_cast<const ContextPass>(input.pass)),
        known_(knownCheckpoints(input.strengths)),
        part_(static_cast<std::size_t>(options.value("context-part", 0.0))),
        relative_(options.value("context-scale", 0.0) == 0.0),
        near_(options.value("pairs", 0.0) == 1.0),
        pairs_(chosenPairs(header(), near_)),
        sampled_(SampledOrders::of(header())) {
    if (pairs_ && header().variables >= 2) curves_ = contextCurves(*pass_, header().checkpoints(), *pairs_, control);
    std::erase_if(known_, [this](std::size_t c) { return curves_.empty() || curves_[c][0].samples == 0; });
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    std::vector<AnalysisFinding> list;
    if (sampled_) list.push_back(sampled_->finding());
    if (known_.empty()) {
      list.push_back({"Context orders", missing(), {}, FindingKind::missing});
      return list;
    }
    list.insert(list.begin(),
                {contextEnds(header(), known_.back(), curves_, near_), largestContexts(header(), known_, curves_)});
    if (header().variables <= fewVariables) list.push_back(fewVariablesCaution(header().variables));
    list.push_back({"Parts",
                    "The parts describe the scores without their noise term; they miss the whole by at most " +
                        numberText(pass_->noise()) + " at any pair, context order, sample and checkpoint.",
                    {{"largest_miss", pass_->noise()}}});
    return list;
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    const std::size_t m = contextOrder(place);
    const std::vector<double> matrix = matrixAt(place, m);
    const auto n = static_cast<std::size_t>(header().variables);
    std::size_t best = 0;
    double most = -1.0;
    for (std::size_t i = 0; i < matrix.size(); ++i) {
      if (std::abs(matrix[i]) > most) {
        most = std::abs(matrix[i]);
        best = i;
      }
    }
    if (most < 0.0) return {};
    const std::size_t a = std::min(best / n, best % n), b = std::max(best / n, best % n);
    return {{"Here",
             "In contexts of " + std::to_string(m) + " other variables variables " + std::to_string(a + 1) + " and " +
                 std::to_string(b + 1) + " interact most, I = " + numberText(matrix[best]) + " (" + whose(place) + ").",
             {{"context_order", static_cast<double>(m)}, {"interaction", matrix[best]}},
             FindingKind::result,
             ChartTarget::pair((1U << a) | (1U << b))}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart;
    chart.name = "heat-map";
    chart.title = quantity() + " by context order over training, " + contextPartTitles[part_];
    chart.x = seriesAxis(header());
    if (known_.empty()) {
      chart.empty = missing();
      return {chart};
    }
    const std::size_t orders = curves_[known_.front()][part_].strength.size();
    chart.y = contextAxis(orders);
    Cells cells{quantity(), {}, contextPlaces(orders), {}, std::numeric_limits<double>::infinity(), 0.0, false, {}};
    for (const std::size_t c : known_) cells.x.push_back(header().step[c]);
    for (std::size_t m = 0; m < orders; ++m) {
      for (const std::size_t c : known_) {
        cells.values.push_back(shown(curves_[c][part_])[m]);
        if (std::isfinite(cells.values.back())) {
          cells.low = std::min(cells.low, cells.values.back());
          cells.high = std::max(cells.high, cells.values.back());
        }
        cells.targets.push_back(ChartTarget::checkpoint(c));
      }
    }
    cells.low = std::min(cells.low, cells.high);
    chart.marks.push_back(std::move(cells));
    chart.marksStart = true;
    return {chart};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    std::vector<Chart> charts{curve(place), pairChart(place)};
    if (sampled_) charts.push_back(sampled_->chart(place.checkpoint));
    return charts;
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    std::vector<TableMaker> list{
        {"context_orders", "Strength by context order", [this](RunControl&) { return table(); }}};
    if (sampled_)
      list.push_back({"sampled_context_orders", "Sampled strength by context order",
                      [sampled = sampled_](RunControl&) { return sampled->table(); }});
    return list;
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }
  [[nodiscard]] std::string quantity() const { return relative_ ? "relative strength J" : "strength S"; }
  [[nodiscard]] const std::vector<double>& shown(const ContextCurve& curve) const {
    return relative_ ? curve.relative : curve.strength;
  }

  [[nodiscard]] std::string missing() const {
    if (header().variables < 2)
      return "A pair needs two variables; the results have " + std::to_string(header().variables) + ".";
    if (!pairs_)
      return "The results do not say where the variables lie (only image regions have a place); choose all pairs "
             "instead of near ones.";
    return "No checkpoint is computed, or no two variables are near one another.";
  }

  [[nodiscard]] std::size_t contextOrder(const Place& place) const {
    const double most = std::max(0.0, header().variables - 2.0);
    return static_cast<std::size_t>(std::clamp(place.live.value("context-order", 0.0), 0.0, most));
  }

  [[nodiscard]] std::optional<std::size_t> sampleOf(const Place& place) const {
    const double sample = place.live.value("context-sample", -1.0);
    return sample < 0.0 ? std::nullopt : std::optional(static_cast<std::size_t>(sample));
  }

  [[nodiscard]] std::string whose(const Place& place) const {
    const auto sample = sampleOf(place);
    return std::string(contextPartTitles[part_]) + ", " +
           (sample ? "sample " + std::to_string(*sample) : std::string("mean over samples"));
  }

  [[nodiscard]] std::vector<double> matrixAt(const Place& place, std::size_t m) const {
    if (header().variables < 2) return {};
    return pairMatrix(pass_->at(place.checkpoint, static_cast<ContextPart>(part_)), m, sampleOf(place));
  }

  [[nodiscard]] Chart curve(const Place& place) const {
    const bool none = curves_.empty() || curves_[place.checkpoint][part_].samples == 0;
    Chart chart;
    if (!none) {
      chart = contextCurveChart(curves_[place.checkpoint][part_], header().variables, relative_);
      chart.heading = placeName(header(), place.checkpoint) + ", " + contextPartTitles[part_] + ", " +
                      (near_ ? "near" : "all") + " pairs";
    } else {
      chart.x = contextAxis(1);
      chart.empty = known_.empty() ? missing() : "not computed";
    }
    chart.name = "curve";
    chart.title = quantity() + " by context order at " + placeName(header(), place.checkpoint);
    chart.y.label = quantity();
    return chart;
  }

  [[nodiscard]] Chart pairChart(const Place& place) const {
    const std::size_t m = contextOrder(place);
    std::vector<double> matrix = matrixAt(place, m);
    Chart chart;
    if (matrix.empty()) {
      chart.empty = header().variables < 2 ? missing() : "not computed";
    } else {
      chart = pairMatrixChart(std::move(matrix), header().variables);
      chart.heading = "m = " + std::to_string(m) + ", " + whose(place);
    }
    chart.name = "pairs";
    chart.title = "I of each pair at context order " + std::to_string(m) + ", " + placeName(header(), place.checkpoint);
    return chart;
  }

  [[nodiscard]] Table table() const {
    Table table("context_orders", "Strength by context order",
                {seriesColumn(header()),
                 {"part", "part", ColumnKind::text},
                 {"context_order", "context order", ColumnKind::count},
                 {"strength", "strength S"},
                 {"relative", "relative strength J"},
                 {"relative_low", "from"},
                 {"relative_high", "to"}});
    for (const std::size_t c : known_) {
      for (std::size_t part = 0; part < contextPartNames.size(); ++part) {
        const ContextCurve& curve = curves_[c][part];
        for (std::size_t m = 0; m < curve.strength.size(); ++m)
          table.addRow({header().step[c], std::string(contextPartNames[part]), static_cast<std::int64_t>(m),
                        curve.strength[m], curve.relative[m], curve.low[m], curve.high[m]},
                       ChartTarget::checkpoint(c));
      }
    }
    table.setSpread("context_order", "relative");
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::shared_ptr<const ContextPass> pass_;
  std::vector<std::size_t> known_;
  std::size_t part_ = 0;
  bool relative_ = true, near_ = false;
  std::optional<std::vector<std::vector<std::size_t>>> pairs_;
  std::shared_ptr<const SampledOrders> sampled_;
  ContextCurves curves_;
};

class ContextOrdersAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "context-orders",
        .title = "Context orders",
        .sentence = "In how large contexts pairs of variables interact, and whether the middle is weak",
        .paper = "Deng et al., ICLR 2022 (arXiv 2111.06236); the AND and OR parts are ours",
        .options = {{.name = "pairs",
                     .title = "Pairs",
                     .tip = "Average over all pairs of variables, or over near ones (at most two patches apart)",
                     .kind = OptionKind::choice,
                     .choices = {"all", "near"},
                     .choiceTitles = {"all", "near"}},
                    {.name = "context-part",
                     .title = "Part",
                     .tip = "The scores as they are, or what the AND or the OR interactions contribute",
                     .kind = OptionKind::choice,
                     .high = 2.0,
                     .choices = {contextPartNames.begin(), contextPartNames.end()},
                     .choiceTitles = {contextPartTitles.begin(), contextPartTitles.end()}},
                    {.name = "context-scale",
                     .title = "Scale",
                     .tip = "Strength divided by its mean over the context orders, or in the unit of the score",
                     .kind = OptionKind::choice,
                     .choices = {"relative", "strength"},
                     .choiceTitles = {"relative (J)", "strength (S)"}},
                    {.name = "context-order",
                     .title = "Pairs at m",
                     .tip = "Context order of the pair matrix; at most n - 2",
                     .kind = OptionKind::count,
                     .high = maxVariables - 2.0,
                     .step = 1.0,
                     .invalidates = Level::live},
                    {.name = "context-sample",
                     .title = "Pairs of sample",
                     .tip = "Sample of the pair matrix by its row in the results, from 0; -1: the mean over samples",
                     .kind = OptionKind::count,
                     .low = -1.0,
                     .high = 1e9,
                     .usual = -1.0,
                     .step = 1.0,
                     .invalidates = Level::live}},
        .page = {"heat-map", "curve", "pairs", "sampled"},
        .figures = {{"context-orders",
                     "Strength by context order over training",
                     "Relative strength of the interactions of pairs by the size of the context, over training; "
                     "dashed: the start of phase two.",
                     {{"heat-map"}}}}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience&) const override {
    return std::make_shared<ContextPass>(results->header().checkpoints());
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues& options,
                                                          RunControl& control) const override {
    return std::make_shared<ContextOrdersResult>(input, options, control);
  }
};

}  // namespace

std::shared_ptr<const Analysis> contextOrdersAnalysis() {
  return std::make_shared<ContextOrdersAnalysis>();
}

}  // namespace spindle
