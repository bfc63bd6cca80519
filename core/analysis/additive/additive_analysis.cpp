// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/additive/additive_analysis.h"

#include "core/analysis/additive/walsh_spectrum.h"
#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/chart/number_text.h"
#include "core/dynamics/order_strength.h"
#include "core/results/stored_choices.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

/// Over the samples of one checkpoint.
struct VarianceShares {
  std::vector<double> mean;  ///< [order - 1]; empty where no score varies
  double least = 1.0;        ///< of order 1, in the sample where it is least
  std::size_t samples = 0;   ///< whose scores vary
};

class VariancePass : public TablePass {
 public:
  explicit VariancePass(std::size_t checkpoints) : shares(checkpoints) {}
  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths&) override {
    VarianceShares& at = shares[checkpoint];
    for (std::size_t s = 0; s < stored.pairs().size(); ++s) {
      if (!stored.interactions()[s].present()) continue;
      const std::vector<double> one = varianceByOrder(stored.pairs()[s].values.values());
      if (one.empty()) continue;
      at.mean.resize(one.size(), 0.0);
      for (std::size_t k = 0; k < one.size(); ++k) at.mean[k] += one[k];
      at.least = std::min(at.least, one.front());
      ++at.samples;
    }
    for (double& share : at.mean) share /= static_cast<double>(at.samples);
  }
  std::vector<VarianceShares> shares;
};

class AdditiveResult : public AnalysisResult {
 public:
  explicit AdditiveResult(const AnalysisInput& input)
      : results_(input.results),
        pass_(std::static_pointer_cast<const VariancePass>(input.pass)),
        known_(knownCheckpoints(input.strengths)) {
    for (const SampleStrengths& samples : input.strengths) strengths_.push_back(orderStrength(samples).shares());
    std::erase_if(known_, [this](std::size_t c) { return pass_->shares[c].samples == 0; });
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    if (known_.empty())
      return {{"Additive share", "No checkpoint is computed whose scores vary.", {}, FindingKind::missing}};
    const std::size_t first = known_.front(), last = known_.back();
    const std::size_t most = *std::max_element(
        known_.begin(), known_.end(), [this](std::size_t a, std::size_t b) { return variance(a) < variance(b); });
    std::vector<AnalysisFinding> list{
        {"Additive share",
         "A sum of effects of single variables explains " + percentText(variance(first)) +
             " of the variance of the scores over coalitions at first, most at " + placeName(header(), most) +
             " with " + percentText(variance(most)) + ", and " + percentText(variance(last)) +
             " at the end (mean over samples; the least of a sample there is " +
             percentText(pass_->shares[last].least) + ").",
         {{"first", variance(first)}, {"most", variance(most)}, {"last", variance(last)}},
         FindingKind::result,
         ChartTarget::checkpoint(most)},
        {"Strength",
         "Order 1 has " + percentText(strength(first)) + " of the strength of salient interactions at first, " +
             percentText(strength(most)) + " at " + placeName(header(), most) + " and " + percentText(strength(last)) +
             " at the end. A neural additive model has all of both.",
         {{"first", strength(first)}, {"last", strength(last)}}}};
    if (storedScore(header()) == "log-odds")
      list.push_back({"Score",
                      "The log-odds of one of several classes are not additive even where all logits are; the score "
                      "\"logit\" tells then.",
                      {},
                      FindingKind::caution});
    return list;
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart;
    chart.name = "additive-share";
    chart.title = "Share of order 1 over training";
    chart.x = seriesAxis(header());
    chart.y.label = "share of order 1";
    chart.y.low = 0.0;
    chart.y.high = 1.0;
    Line variances{"of the scores' variance", {}, {}, Ink::series(0), LineStyle::solid, false, {}};
    Line strengths{"of the strength", {}, {}, Ink::series(1), LineStyle::dashed, false, {}};
    for (const std::size_t c : known_) {
      for (Line* line : {&variances, &strengths}) {
        line->x.push_back(header().step[c]);
        line->targets.push_back(ChartTarget::checkpoint(c));
      }
      variances.y.push_back(variance(c));
      strengths.y.push_back(strength(c));
    }
    if (known_.empty()) {
      chart.empty = "no checkpoint is computed";
    } else {
      chart.marks.push_back(std::move(variances));
      chart.marks.push_back(std::move(strengths));
    }
    return {chart};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    Chart chart = orderChart(header(), place.checkpoint, "share-by-order", "Shares by order");
    chart.y.label = "share";
    const VarianceShares& here = pass_->shares.at(place.checkpoint);
    if (here.samples == 0) {
      chart.empty = "not computed";
      return {chart};
    }
    chart.marks.push_back(orderBars("of the scores' variance", here.mean, 0));
    chart.marks.push_back(orderBars("of the strength", strengths_[place.checkpoint], 1));
    return {chart};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    return {
        {"additive", "Share of order 1", [this](RunControl&) { return shareTable(); }},
        {"variance_by_order", "Share of the scores' variance by order", [this](RunControl&) { return orderTable(); }}};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }
  [[nodiscard]] double variance(std::size_t c) const { return pass_->shares[c].mean.front(); }
  [[nodiscard]] double strength(std::size_t c) const { return strengths_[c].front(); }

  [[nodiscard]] Table shareTable() const {
    Table table("additive", "Share of order 1",
                {seriesColumn(header()),
                 {"samples", "samples", ColumnKind::count},
                 {"strength_share", "of the strength"},
                 {"variance_share", "of the scores' variance"},
                 {"least_variance_share", "of the worst sample"}});
    for (const std::size_t c : known_)
      table.addRow({header().step[c], static_cast<std::int64_t>(pass_->shares[c].samples), strength(c), variance(c),
                    pass_->shares[c].least},
                   ChartTarget::checkpoint(c));
    return table;
  }

  [[nodiscard]] Table orderTable() const {
    Table table("variance_by_order", "Share of the scores' variance by order",
                {seriesColumn(header()), {"order", "order", ColumnKind::count}, {"variance_share", "share"}});
    for (const std::size_t c : known_) {
      const std::vector<double>& shares = pass_->shares[c].mean;
      for (std::size_t k = 0; k < shares.size(); ++k)
        table.addRow({header().step[c], static_cast<std::int64_t>(k + 1), shares[k]}, ChartTarget::checkpoint(c));
    }
    table.setSpread("order", "variance_share");
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::shared_ptr<const VariancePass> pass_;
  std::vector<std::size_t> known_;
  std::vector<std::vector<double>> strengths_;  ///< shares by order
};

class AdditiveAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "additive",
        .title = "Additive share",
        .sentence = "How far the network is from a sum of effects of single variables",
        .paper = "Agarwal et al., NeurIPS 2021 (arXiv 2004.13912); the shares are ours",
        .shared = {"threshold", "factor"},
        .page = {"additive-share", "share-by-order"},
        .figures = {{"additive",
                     "Additive share over training",
                     "Share of order 1 of the variance of the scores over coalitions and of the strength of salient "
                     "interactions, over training.",
                     {{"additive-share"}}}}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience&) const override {
    return std::make_shared<VariancePass>(results->header().checkpoints());
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<AdditiveResult>(input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> additiveAnalysis() {
  return std::make_shared<AdditiveAnalysis>();
}

}  // namespace spindle
