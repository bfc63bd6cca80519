// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/salience/salience_analysis.h"

#include "core/analysis/representative.h"
#include "core/analysis/salience/sparsity_curve.h"
#include "core/analysis/series_axis.h"
#include "core/chart/number_text.h"

#include <cmath>
#include <numeric>
#include <set>

namespace spindle {
namespace {

constexpr std::size_t curvePoints = 200;

class SparsityPass : public TablePass {
 public:
  explicit SparsityPass(std::size_t checkpoints) : curves(checkpoints) {}
  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) override {
    curves[checkpoint] =
        sparsityCurve(stored.interactions(), strengths.threshold(), InteractionPart::both, curvePoints);
  }
  std::vector<SparsityCurve> curves;  ///< thinned to some 200 points; empty where nothing is stored
};

std::string withThousands(std::size_t value) {
  std::string text = std::to_string(value);
  for (auto i = static_cast<std::ptrdiff_t>(text.size()) - 3; i > 0; i -= 3)
    text.insert(static_cast<std::size_t>(i), ",");
  return text;
}

class SalienceResult : public AnalysisResult {
 public:
  explicit SalienceResult(const AnalysisInput& input)
      : results_(input.results),
        pass_(std::static_pointer_cast<const SparsityPass>(input.pass)),
        rule_(toText(input.salience)),
        start_(input.phases.meanOrder.checkpoint),
        known_(knownCheckpoints(input.strengths)) {
    for (const SampleStrengths& samples : input.strengths) {
      counts_.push_back(salientCounts(samples));
      thresholds_.push_back(samples.threshold());
    }
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    return {{"Salient", "Salient by " + rule_ + "."}};
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    const SalientCounts& counts = counts_.at(place.checkpoint);
    if (counts.andCount.empty()) return {};
    const double salient = std::accumulate(counts.andCount.begin(), counts.andCount.end(), 0.0) +
                           std::accumulate(counts.orCount.begin(), counts.orCount.end(), 0.0);
    const int n = static_cast<int>(counts.andCount.size());
    const auto all = static_cast<std::size_t>(2 * ((1 << n) - 1) - n);
    const double threshold = thresholds_[place.checkpoint];
    return {{"Here",
             numberText(std::round(100.0 * salient) / 100.0) + " of " + withThousands(all) +
                 " interactions of a sample are salient, |I| \u2265 " + numberText(threshold) + ".",
             {{"salient", salient}, {"interactions", static_cast<double>(all)}, {"threshold", threshold}}}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart = sparsityFrame();
    chart.name = "sparsity";
    chart.title = "Strengths of all interactions, at the first, phase-two and last checkpoint";
    std::set<std::size_t> rows;
    if (!known_.empty()) rows = {known_.front(), start_.value_or(known_[known_.size() / 2]), known_.back()};
    int number = 0;
    double lowest = 0.0;
    for (const std::size_t c : rows) {
      const SparsityCurve& curve = pass_->curves[c];
      if (curve.rank.empty()) continue;
      chart.marks.push_back(lineOf(curve,
                                   placeName(header(), c) + ": " + withThousands(curve.salient) + " of " +
                                       withThousands(curve.pooled) + " salient",
                                   Ink::series(number)));
      if (curve.threshold > 0.0) {
        chart.marks.push_back(Rule{curve.threshold, false, number == 0 ? "thresholds" : "", Ink::series(number)});
        const double floor = 1e-3 * curve.threshold;
        lowest = lowest > 0.0 ? std::min(lowest, floor) : floor;
      }
      ++number;
    }
    if (lowest > 0.0) chart.y.low = lowest;
    if (chart.marks.empty()) chart.empty = "no checkpoint is computed";
    return {chart};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    Chart counts;
    counts.name = "counts";
    counts.title = "Number of salient interactions by order at " + placeName(header(), place.checkpoint);
    counts.x = orderAxis(header().variables);
    counts.y.label = "salient per sample";
    const SalientCounts& found = counts_.at(place.checkpoint);
    if (found.andCount.empty()) {
      counts.empty = "not computed";
    } else {
      const std::vector<double> x = orderPlaces(found.andCount.size());
      counts.marks.push_back(Bars{"AND", x, found.andCount, {}, {InkKind::andPositive}, 0, false, {}});
      counts.marks.push_back(Bars{"OR", x, found.orCount, {}, {InkKind::orPositive}, 1, true, {}});
    }
    Chart curve = sparsityFrame();
    curve.name = "falloff";
    curve.title = "Strengths of all interactions in descending order at " + placeName(header(), place.checkpoint);
    const SparsityCurve& here = pass_->curves.at(place.checkpoint);
    if (here.rank.empty()) {
      curve.empty = "not computed";
    } else {
      curve.marks.push_back(lineOf(here, "", {InkKind::measured}));
      if (here.threshold > 0.0) {
        curve.marks.push_back(Rule{here.threshold, false, "threshold"});
        curve.y.low = 1e-4 * here.threshold;
      }
    }
    return {counts, curve};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    return {{"salient", "Salient interactions per sample by order", [this](RunControl&) { return table(); }}};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }

  static Chart sparsityFrame() {
    Chart chart;
    chart.x.label = "rank of the interaction";
    chart.x.scale = Scale::logarithmic;
    chart.y.label = "|I|";
    chart.y.scale = Scale::logarithmic;
    return chart;
  }

  static Line lineOf(const SparsityCurve& curve, const std::string& name, Ink ink) {
    return {name, {curve.rank.begin(), curve.rank.end()}, curve.strength, ink, LineStyle::solid, false, {}};
  }

  [[nodiscard]] Table table() const {
    Table table("salient", "Salient interactions per sample by order",
                {seriesColumn(header()), {"order", "order", ColumnKind::count}, {"and", "AND"}, {"or", "OR"}});
    for (std::size_t c = 0; c < counts_.size(); ++c) {
      for (std::size_t k = 0; k < counts_[c].andCount.size(); ++k)
        table.addRow(
            {header().step[c], static_cast<std::int64_t>(k + 1), counts_[c].andCount[k], counts_[c].orCount[k]},
            ChartTarget::checkpoint(c));
    }
    table.setSpread("order", "and");
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::shared_ptr<const SparsityPass> pass_;
  std::string rule_;
  std::optional<std::size_t> start_;
  std::vector<std::size_t> known_;
  std::vector<SalientCounts> counts_;
  std::vector<double> thresholds_;
};

class SalienceAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "salience",
        .title = "Salience",
        .sentence = "How many interactions are salient, and how their strengths fall off",
        .paper = "Ren et al., ICLR 2024 (arXiv 2305.01939); arXiv 2407.19198",
        .shared = {"threshold", "factor", "order-one"},
        .page = {"counts", "falloff"},
        .figures = {{"sparsity",
                     "All interactions in descending order",
                     "Strengths of all interactions of all samples in descending order, on logarithmic axes; dashed: "
                     "the thresholds.",
                     {{"sparsity"}}}},
        .usesPhases = true};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience&) const override {
    return std::make_shared<SparsityPass>(results->header().checkpoints());
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<SalienceResult>(input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> salienceAnalysis() {
  return std::make_shared<SalienceAnalysis>();
}

}  // namespace spindle
