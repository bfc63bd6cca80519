// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trust/trust_analysis.h"

#include "core/analysis/series_axis.h"
#include "core/analysis/trust/checkpoint_trust.h"
#include "core/chart/number_text.h"
#include "core/dynamics/strength_band.h"
#include "core/results/stored_draws.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr double smallShare = 0.05;

class TrustPass : public TablePass {
 public:
  explicit TrustPass(std::size_t checkpoints) : trust(checkpoints) {}
  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) override {
    trust[checkpoint] = checkpointTrust(stored, strengths.threshold());
  }

  std::vector<CheckpointTrust> trust;
};

/// Largest relative spread of any order that holds at least a twentieth of the strength.
double relativeSpread(const StrengthBand& band) {
  double all = 0.0, spread = 0.0;
  for (const double mean : band.mean) all += mean;
  for (std::size_t k = 0; k < band.mean.size(); ++k) {
    if (band.mean[k] >= smallShare * all && all > 0.0) spread = std::max(spread, band.deviation[k] / band.mean[k]);
  }
  return spread;
}

class TrustResult : public AnalysisResult {
 public:
  explicit TrustResult(const AnalysisInput& input)
      : results_(input.results), pass_(std::static_pointer_cast<const TrustPass>(input.pass)), draws_(input.draws) {}

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    std::vector<AnalysisFinding> list;
    double gap = std::numeric_limits<double>::quiet_NaN(), fall = 0.0;
    std::size_t falling = 0, known = 0;
    for (const CheckpointTrust& at : pass_->trust) {
      if (at.samples == 0) continue;
      ++known;
      gap = std::fmax(gap, at.gap);
      falling += at.scores.monotone ? 0 : 1;
      fall = std::max(fall, at.scores.largestFall);
    }
    if (std::isfinite(gap))
      list.push_back({"Sparsest",
                      "No decomposition is further than " + numberText(100.0 * gap) +
                          " % from the sparsest one (certified by a lower bound for each sample and checkpoint).",
                      {{"certified_gap", gap}}});
    list.push_back({"Sparsity theorem",
                    "It assumes that the mean score of coalitions rises with their size: " +
                        (falling == 0 ? std::string("it does at every checkpoint.")
                                      : "it does not at " + std::to_string(falling) + " of " + std::to_string(known) +
                                            " checkpoints, by up to " + numberText(fall) + "."),
                    {{"checkpoints_that_fall", static_cast<double>(falling)}, {"largest_fall", fall}},
                    falling == 0 ? FindingKind::result : FindingKind::caution});
    if (!draws_.any())
      list.push_back({"Stability", "Not measured over random selections of the variables.", {}, FindingKind::missing});
    for (const std::string& sentence : draws_.leftOut) list.push_back({"Left out", sentence, {}, FindingKind::caution});
    return list;
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    const CheckpointTrust& at = pass_->trust.at(place.checkpoint);
    if (at.samples == 0) return {};
    std::vector<AnalysisFinding> list{
        {"Explained",
         "The salient interactions explain " + percentText(at.explained) +
             " of the variance of the scores (worst sample " + percentText(at.leastExplained) +
             "); their mean error is " + numberText(at.salientMean) + ", the mean range |v(N) \u2212 v(\u2205)| " +
             numberText(at.range) + ".",
         {{"explained", at.explained}, {"least_explained", at.leastExplained}, {"salient_error", at.salientMean}}},
        {"Matching",
         "All interactions together miss a score by at most " + numberText(at.largest) +
             ", within the bound of the noise term.",
         {{"largest_error", at.largest}}}};
    if (const std::vector<OrderStrength> draws = draws_.at(place.checkpoint); !draws.empty()) {
      const StrengthBand band = strengthBand(draws);
      list.push_back({"Stability",
                      "Over " + std::to_string(band.draws) +
                          " random selections of the variables no order with at least 5 % of the strength varies by "
                          "more than " +
                          percentText(relativeSpread(band)) + " (standard deviation).",
                      {{"relative_deviation", relativeSpread(band)}}});
    }
    return list;
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart;
    chart.name = "explained";
    chart.title = "Share of the variance of the scores that salient interactions explain";
    chart.x = seriesAxis(header());
    chart.y.label = "explained";
    chart.y.low = -0.25;
    chart.y.high = 1.0;
    Line mean{"mean", {}, {}, Ink::series(0), LineStyle::solid, false, {}};
    Line least{"worst sample", {}, {}, Ink::series(1), LineStyle::dashed, false, {}};
    for (std::size_t c = 0; c < pass_->trust.size(); ++c) {
      if (pass_->trust[c].samples == 0) continue;
      for (Line* line : {&mean, &least}) {
        line->x.push_back(header().step[c]);
        line->targets.push_back(ChartTarget::checkpoint(c));
      }
      mean.y.push_back(pass_->trust[c].explained);
      least.y.push_back(pass_->trust[c].leastExplained);
    }
    if (mean.x.empty()) {
      chart.empty = "no checkpoint is computed";
    } else {
      chart.marks.push_back(std::move(mean));
      chart.marks.push_back(std::move(least));
    }
    return {chart};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    const CheckpointTrust& at = pass_->trust.at(place.checkpoint);
    Chart chart;
    chart.name = "mean-scores";
    chart.title = "Mean score by number of variables at " + placeName(header(), place.checkpoint);
    chart.x.label = "variables present";
    chart.x.scale = Scale::category;
    chart.x.low = -0.5;
    chart.x.high = header().variables + 0.5;
    chart.y.label = "mean v(S) \u2212 v(\u2205)";
    if (at.samples == 0) {
      chart.empty = "not computed";
      return {chart};
    }
    chart.heading = at.scores.monotone ? "rises, as assumed" : "falls by up to " + numberText(at.scores.largestFall);
    Line line{"", {}, at.scores.byOrder, {InkKind::measured}, LineStyle::solid, true, {}};
    for (std::size_t k = 0; k < line.y.size(); ++k) line.x.push_back(static_cast<double>(k));
    chart.marks.push_back(std::move(line));
    return {chart};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    std::vector<TableMaker> tables{
        {"trust", "How far the interactions explain the scores", [this](RunControl&) { return trustTable(); }},
        {"mean_scores", "Mean score by number of variables", [this](RunControl&) { return scoreTable(); }}};
    if (draws_.any()) {
      tables.push_back({"stability", "Strength by order over random selections of the variables",
                        [this](RunControl&) { return bandTable(); }});
      tables.push_back({"draws", "Strength by order of each selection of the variables",
                        [this](RunControl&) { return drawTable(); }, true});
    }
    return tables;
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }

  [[nodiscard]] Table trustTable() const {
    Table table("trust", "How far the interactions explain the scores",
                {seriesColumn(header()),
                 {"samples", "samples", ColumnKind::count},
                 {"mean_range", "mean |v(N) \u2212 v(\u2205)|"},
                 {"largest_error", "largest error, all interactions"},
                 {"salient_error", "mean error, salient ones"},
                 {"explained", "explained by salient ones"},
                 {"least_explained", "of the worst sample"},
                 {"gap", "certified gap"},
                 {"mean_scores_rise", "mean scores rise", ColumnKind::flag}});
    for (std::size_t c = 0; c < pass_->trust.size(); ++c) {
      const CheckpointTrust& t = pass_->trust[c];
      if (t.samples == 0) continue;
      table.addRow({header().step[c], static_cast<std::int64_t>(t.samples), t.range, t.largest, t.salientMean,
                    t.explained, t.leastExplained, t.gap, t.scores.monotone},
                   ChartTarget::checkpoint(c));
    }
    return table;
  }

  [[nodiscard]] Table scoreTable() const {
    Table table("mean_scores", "Mean score by number of variables",
                {seriesColumn(header()),
                 {"size", "variables", ColumnKind::count},
                 {"mean_score", "mean score"},
                 {"standard_error", "standard error"}});
    for (std::size_t c = 0; c < pass_->trust.size(); ++c) {
      const MeanScores& scores = pass_->trust[c].scores;
      if (pass_->trust[c].samples == 0) continue;
      for (std::size_t k = 0; k < scores.byOrder.size(); ++k)
        table.addRow({header().step[c], static_cast<std::int64_t>(k), scores.byOrder[k], scores.error[k]},
                     ChartTarget::checkpoint(c));
    }
    table.setSpread("size", "mean_score");
    return table;
  }

  [[nodiscard]] Table bandTable() const {
    Table table("stability", "Strength by order over random selections of the variables",
                {seriesColumn(header()),
                 {"draws", "selections", ColumnKind::count},
                 {"order", "order", ColumnKind::count},
                 {"mean", "mean strength"},
                 {"deviation", "standard deviation"}});
    for (std::size_t c = 0; c < header().checkpoints(); ++c) {
      const std::vector<OrderStrength> draws = draws_.at(c);
      if (draws.empty()) continue;
      const StrengthBand band = strengthBand(draws);
      for (std::size_t k = 0; k < band.mean.size(); ++k)
        table.addRow({header().step[c], static_cast<std::int64_t>(band.draws), static_cast<std::int64_t>(k + 1),
                      band.mean[k], band.deviation[k]},
                     ChartTarget::checkpoint(c));
    }
    table.setSpread("order", "deviation");
    return table;
  }

  [[nodiscard]] Table drawTable() const {
    Table table("draws", "Strength by order of each selection of the variables",
                {seriesColumn(header()),
                 {"draw", "selection", ColumnKind::count},
                 {"order", "order", ColumnKind::count},
                 {"positive", "positive"},
                 {"negative", "negative"}});
    for (std::size_t c = 0; c < header().checkpoints(); ++c) {
      if (draws_.at(c).empty()) continue;
      for (std::size_t d = 0; d < draws_.byDraw.size(); ++d) {
        const OrderStrength& strength = draws_.byDraw[d][c];
        for (int k = 1; k <= strength.variables(); ++k)
          table.addRow({header().step[c], static_cast<std::int64_t>(draws_.numbers[d]), std::int64_t{k},
                        strength.positive(k), strength.negative(k)},
                       ChartTarget::checkpoint(c));
      }
    }
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::shared_ptr<const TrustPass> pass_;
  DrawnStrengths draws_;
};

class TrustAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "trust",
        .title = "Diagnostics",
        .sentence = "How far to trust the results: matching errors, explained variance, certified gaps, stability",
        .paper = "Ren et al., ICLR 2024 (arXiv 2305.01939); certificates and stability are ours",
        .page = {"explained", "mean-scores"},
        .figures = {{"trust",
                     "Explained variance over training",
                     "Share of the variance of the scores that the salient interactions explain, over training.",
                     {{"explained"}}}},
        .actions = {"draws"}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience&) const override {
    return std::make_shared<TrustPass>(results->header().checkpoints());
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<TrustResult>(input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> trustAnalysis() {
  return std::make_shared<TrustAnalysis>();
}

}  // namespace spindle
