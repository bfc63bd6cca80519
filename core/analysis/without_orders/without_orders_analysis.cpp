// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/without_orders/without_orders_analysis.h"

#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/without_orders/without_orders_charts.h"
#include "core/chart/number_text.h"
#include "core/results/stored_choices.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

using enum WithoutOrders::Group;

/// v_k of every sample: [checkpoint][sample][k]; empty where a sample is missing.
class TruncatedPass : public TablePass {
 public:
  explicit TruncatedPass(std::size_t checkpoints) : scores(checkpoints) {}
  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths&) override {
    for (std::size_t s = 0; s < stored.interactions().size(); ++s) {
      const SampleInteractions& sample = stored.interactions()[s];
      scores[checkpoint].push_back(sample.present() ? truncatedScores(stored.pairs()[s].values[0], sample)
                                                    : std::vector<double>());
    }
  }
  std::vector<std::vector<std::vector<double>>> scores;
};

std::string gapText(const LossGap& gap) {
  return numberText(gap.gap) + (std::isfinite(gap.interval.low)
                                    ? " (" + numberText(gap.interval.low) + " to " + numberText(gap.interval.high) + ")"
                                    : "");
}

class WithoutOrdersResult : public AnalysisResult {
 public:
  explicit WithoutOrdersResult(const AnalysisInput& input)
      : results_(input.results),
        known_(knownCheckpoints(input.strengths)),
        logOdds_(storedScore(header()) == "log-odds") {
    if (!logOdds_) known_.clear();
    const auto pass = std::static_pointer_cast<const TruncatedPass>(input.pass);
    const WithoutOrders::Groups members = groupsOf(header());
    at_.resize(header().checkpoints());
    for (const std::size_t c : known_) at_[c] = withoutOrders(pass->scores[c], members, header().variables);
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    if (known_.empty()) return {{"Without orders", missing(), {}, FindingKind::missing}};
    const WithoutOrders& last = at_[known_.back()];
    if (last.gaps.empty())
      return {{"Gap",
               "The gap takes samples that are known to be of the training and of the test set; name them as the split "
               "of the samples in run.json and extract again.",
               {},
               FindingKind::missing}};
    std::vector<AnalysisFinding> list{gapFinding(last), lossFinding(last)};
    list.push_back({"Samples",
                    std::to_string(last.samples[train]) + " training samples" +
                        (last.samples[mislabeled] > 0
                             ? " (without " + std::to_string(last.samples[mislabeled]) + " with a wrong label)"
                             : "") +
                        " and " + std::to_string(last.samples[test]) +
                        " test samples: the gap is theirs, not that of the whole sets. Right is who has p > 1/2, which "
                        "with more than two classes is stricter than the largest probability.",
                    {{"train_samples", static_cast<double>(last.samples[train])},
                     {"test_samples", static_cast<double>(last.samples[test])}},
                    FindingKind::caution});
    return list;
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    return {gapWithoutChart(header(), at_, known_, missing())};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    return lossWithoutCharts(header(), at_, place.checkpoint, logOdds_ ? "not computed" : missing());
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    return {{"without_orders", "Loss and accuracy without interactions above an order",
             [this](RunControl&) { return lossTable(); }},
            {"gap_without_orders", "Loss gap without interactions above an order",
             [this](RunControl&) { return gapTable(); }}};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }

  [[nodiscard]] std::string missing() const {
    return logOdds_
               ? "No checkpoint is computed."
               : "A loss can be had from log-odds only, and these results hold another score; compute them with the "
                 "score \"log-odds\".";
  }

  /// What an interval that is not above 0 says.
  static std::string doubtOf(const LossGap& gap) {
    if (!std::isfinite(gap.interval.low) || !std::isfinite(gap.interval.high))
      return "; too few samples of one set for an interval.";
    if (gap.interval.low > 0.0) return ".";
    return gap.interval.high < 0.0 ? "; the test loss of these samples is the lower one."
                                   : "; the interval holds 0, so these samples show no gap.";
  }

  /// The gap with all orders and without those above 3.
  [[nodiscard]] AnalysisFinding gapFinding(const WithoutOrders& last) const {
    const LossGap& whole = last.gaps.back();
    const std::size_t low = std::min<std::size_t>(3, last.gaps.size() - 1);
    const bool grows = whole.interval.low > 0.0;
    return {"Gap",
            "At " + placeName(header(), known_.back()) + " the gap between test and train loss is " + gapText(whole) +
                " nats with all orders and " + gapText(last.gaps[low]) + " without those above " + std::to_string(low) +
                " (90 % by resampling of samples)" + doubtOf(whole),
            {{"gap", whole.gap},
             {"gap_low", whole.interval.low},
             {"gap_high", whole.interval.high},
             {"gap_up_to_3", last.gaps[low].gap}},
            grows ? FindingKind::result : FindingKind::caution};
  }

  /// Which orders help on test samples, and which hold the wrong labels.
  [[nodiscard]] AnalysisFinding lossFinding(const WithoutOrders& last) const {
    const std::vector<LogOddsLoss>& list = last.losses[test];
    const auto least = std::min_element(list.begin(), list.end(),
                                        [](const LogOddsLoss& a, const LogOddsLoss& b) { return a.loss < b.loss; });
    const auto low = static_cast<std::size_t>(least - list.begin());
    AnalysisFinding finding{"Loss",
                            "The loss of the test samples is " + numberText(list.back().loss) +
                                " with all orders and least with orders up to " + std::to_string(low) + ", " +
                                numberText(least->loss) + ".",
                            {{"test_loss", list.back().loss},
                             {"least_test_loss", least->loss},
                             {"least_up_to_order", static_cast<double>(low)}}};
    if (last.samples[mislabeled] > 0) {
      const std::vector<LogOddsLoss>& wrong = last.losses[mislabeled];
      finding.text += " That of training samples with a wrong label is " + numberText(wrong.back().loss) +
                      " with all orders and " + numberText(wrong[low].loss) + " with those.";
      finding.numbers.emplace_back("mislabeled_loss", wrong.back().loss);
      finding.numbers.emplace_back("mislabeled_loss_up_to_order", wrong[low].loss);
    }
    return finding;
  }

  [[nodiscard]] Table lossTable() const {
    Table table("without_orders", "Loss and accuracy without interactions above an order",
                {seriesColumn(header()),
                 {"split", "samples of", ColumnKind::text},
                 {"samples", "number", ColumnKind::count},
                 {"up_to_order", "orders up to", ColumnKind::count},
                 {"loss", "loss", ColumnKind::number, "nats"},
                 {"accuracy", "share with p > 1/2"}});
    for (const std::size_t c : known_) {
      for (std::size_t g = 0; g < WithoutOrders::groupNames.size(); ++g) {
        if (at_[c].samples[g] == 0) continue;
        for (std::size_t k = 0; k < at_[c].losses[g].size(); ++k)
          table.addRow({header().step[c], std::string(WithoutOrders::groupNames[g]),
                        static_cast<std::int64_t>(at_[c].samples[g]), static_cast<std::int64_t>(k),
                        at_[c].losses[g][k].loss, at_[c].losses[g][k].accuracy},
                       ChartTarget::checkpoint(c));
      }
    }
    table.setSpread("up_to_order", "loss");
    return table;
  }

  [[nodiscard]] Table gapTable() const {
    Table table("gap_without_orders", "Loss gap without interactions above an order",
                {seriesColumn(header()),
                 {"up_to_order", "orders up to", ColumnKind::count},
                 {"gap", "gap", ColumnKind::number, "nats"},
                 {"gap_low", "from"},
                 {"gap_high", "to"}});
    for (const std::size_t c : known_) {
      for (std::size_t k = 0; k < at_[c].gaps.size(); ++k)
        table.addRow({header().step[c], static_cast<std::int64_t>(k), at_[c].gaps[k].gap, at_[c].gaps[k].interval.low,
                      at_[c].gaps[k].interval.high},
                     ChartTarget::checkpoint(c));
    }
    table.setSpread("up_to_order", "gap");
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::vector<std::size_t> known_;
  bool logOdds_;
  std::vector<WithoutOrders> at_;
};

class WithoutOrdersAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "without-orders",
        .title = "Without orders",
        .sentence = "Loss, accuracy and loss gap that the network would have without interactions above an order",
        .paper = "After arXiv 2405.10262 and 2407.19198; the question is that of their reviewers, the measure ours",
        .page = {"gap-without", "loss-without", "accuracy-without"},
        .figures = {{"without-orders",
                     "Loss gap without high orders",
                     "Difference of test and train loss that the network would have without interactions above an "
                     "order, over training.",
                     {{"gap-without"}}}}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience&) const override {
    return std::make_shared<TruncatedPass>(results->header().checkpoints());
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<WithoutOrdersResult>(input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> withoutOrdersAnalysis() {
  return std::make_shared<WithoutOrdersAnalysis>();
}

}  // namespace spindle
