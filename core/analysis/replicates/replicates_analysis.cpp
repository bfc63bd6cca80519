// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/replicates/replicates_analysis.h"

#include "core/analysis/other_results.h"
#include "core/analysis/replicates/replicates_charts.h"
#include "core/analysis/series_axis.h"
#include "core/base/text.h"
#include "core/chart/number_text.h"
#include "core/results/differing_choices.h"

#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t fewFiles = 5;

/// Where each file's phase two starts by one rule.
struct ReplicateStarts {
  std::string rule;
  std::vector<double> steps;  ///< by file; NaN where none was found
  ReplicateMean mean;
};

class ReplicatesResult : public AnalysisResult {
 public:
  ReplicatesResult(const AnalysisInfo& info, const AnalysisInput& input) : info_(info), results_(input.results) {
    const std::vector<ResultsBeside> beside = resultsBeside(input);
    if (beside.size() < 2) {
      missing_ = othersMissing(info_).text;
      return;
    }
    std::vector<const ResultsHeader*> headers;
    for (const ResultsBeside& one : beside) {
      labels_.push_back(one.label);
      headers.push_back(one.header);
      if (one.header->variables != header().variables)
        missing_ = one.label + " has " + std::to_string(one.header->variables) + " input variables and " +
                   beside.front().label + " has " + std::to_string(header().variables) +
                   ": orders mean other things there, and no band is drawn over them; spindle analyze compare shows "
                   "them side by side.";
    }
    for (const ResultsBeside& one : beside) {
      if (header().named() && one.header->checkpointNames != header().checkpointNames)
        missing_ = one.label + " has other " + seriesWord(header()) + "s than " + beside.front().label +
                   ", and no band is drawn over them.";
    }
    for (const DifferingChoice& one : differingChoices(headers)) {
      if (!one.ofReplicates) differing_.push_back(one.name + " (" + listed(one.values, 4) + ")");
    }
    sameWeights_ = weightsTwice(headers);
    if (!missing_.empty()) return;
    band_ = replicateBand(beside);
    if (band_.places.empty()) missing_ = "No step is computed in all of the files.";
    at_.resize(header().checkpoints());
    for (std::size_t i = 0; i < band_.places.size(); ++i) at_[band_.places[i].rows.front()] = i;
    for (std::size_t r = 0; r < beside.front().phases->rules().size(); ++r) {
      ReplicateStarts starts{beside.front().phases->rules()[r]->rule, {}, {}};
      for (const ResultsBeside& one : beside) {
        const auto& start = one.phases->rules()[r]->checkpoint;
        starts.steps.push_back(start ? one.header->step[*start] : unknown);
      }
      starts.mean = replicateMean(starts.steps);
      starts_.push_back(std::move(starts));
    }
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    std::vector<AnalysisFinding> list;
    if (!missing_.empty()) {
      list.push_back({"Replicates", missing_, {}, FindingKind::missing});
    } else {
      list.push_back(startFinding(starts_.front()));
      list.push_back(endFinding());
    }
    if (!differing_.empty())
      list.push_back({"Not replicates",
                      "The files differ in more than seeds and weights: " + listed(differing_, 12) +
                          ". The band mixes this with the spread over seeds.",
                      {},
                      FindingKind::caution});
    if (!sameWeights_.empty())
      list.push_back({"Same weights",
                      sameWeights_ + " hold results of the same weights: they count as two and narrow the band.",
                      {},
                      FindingKind::caution});
    if (missing_.empty() && labels_.size() < fewFiles)
      list.push_back({"Few files",
                      "A spread over " + std::to_string(labels_.size()) + " files is known to about " +
                          percentText(1.0 / std::sqrt(2.0 * (static_cast<double>(labels_.size()) - 1.0))) +
                          " of itself only.",
                      {{"files", static_cast<double>(labels_.size())}},
                      FindingKind::caution});
    if (band_.leftOut > 0 && missing_.empty())
      list.push_back(
          {"Left out",
           std::to_string(band_.leftOut) +
               " checkpoints have a step that is not computed in all of the files; the band leaves them out.",
           {{"left_out", static_cast<double>(band_.leftOut)}},
           FindingKind::caution});
    return list;
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    const ReplicatePlace* here = at(place);
    if (here == nullptr) return {};
    const ReplicateMean& m = here->meanOrder;
    return {{"Here",
             "Mean order " + numberText(m.mean) + " \u00b1 " + numberText(m.error) + " (standard error over " +
                 std::to_string(m.files) + " files), from " + numberText(m.low) + " to " + numberText(m.high) + ".",
             {{"mean_order", m.mean}, {"standard_error", m.error}, {"deviation", m.deviation}}}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    const std::vector<double> none;
    return {replicatesChart(header(), band_, starts_.empty() ? none : starts_.front().steps, missing_)};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    return {replicateSharesChart(header(), place.checkpoint, at(place), missing_)};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    if (!missing_.empty()) return {};
    return {{"replicate_starts", "Starts of phase two over files", [this](RunControl&) { return startTable(); }},
            {"replicates", "Mean order over files", [this](RunControl&) { return orderTable(); }},
            {"replicate_shares", "Shares by order over files", [this](RunControl&) { return shareTable(); }}};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }

  [[nodiscard]] const ReplicatePlace* at(const Place& place) const {
    if (!missing_.empty() || !at_.at(place.checkpoint)) return nullptr;
    return &band_.places[*at_[place.checkpoint]];
  }

  [[nodiscard]] std::string weightsTwice(const std::vector<const ResultsHeader*>& headers) const {
    for (std::size_t i = 0; i < headers.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const ResultsSource &a = headers[i]->source, &b = headers[j]->source;
        if (headers[i] == headers[j] || (a.known() && a.checkpoints == b.checkpoints))
          return labels_[j] + " and " + labels_[i];
      }
    }
    return {};
  }

  [[nodiscard]] AnalysisFinding startFinding(const ReplicateStarts& starts) const {
    const ReplicateMean& m = starts.mean;
    const std::vector<std::pair<std::string, double>> numbers{{"files", static_cast<double>(labels_.size())},
                                                              {"found", static_cast<double>(m.files)},
                                                              {"mean_start", m.mean},
                                                              {"deviation", m.deviation},
                                                              {"least_start", m.low},
                                                              {"largest_start", m.high}};
    const std::string count = std::to_string(m.files) + " of " + std::to_string(labels_.size()) + " files";
    if (m.files == 0)
      return {"Phase-two start", "By the " + starts.rule + " a start is found in none of the files.", numbers};
    return {"Phase-two start",
            "By the " + starts.rule + " phase two starts in " + count + ", on average at step " +
                stepNumberText(m.mean) +
                (m.files > 1 ? " (standard deviation " + numberText(m.deviation) + ")" : std::string()) +
                ", from step " + stepNumberText(m.low) + " to " + stepNumberText(m.high) + ".",
            numbers};
  }

  [[nodiscard]] AnalysisFinding endFinding() const {
    const ReplicatePlace& last = band_.places.back();
    return {"Mean order",
            "At " + stepName(header(), last.step) + " it is " + numberText(last.meanOrder.mean) + " \u00b1 " +
                numberText(last.meanOrder.error) + " (mean and standard error over " +
                std::to_string(last.meanOrder.files) + " files).",
            {{"mean_order", last.meanOrder.mean}, {"standard_error", last.meanOrder.error}},
            FindingKind::result,
            ChartTarget::checkpoint(last.rows.front())};
  }

  [[nodiscard]] Table startTable() const {
    Table table("replicate_starts", "Starts of phase two over files",
                {{"rule", "rule", ColumnKind::text},
                 {"files", "files", ColumnKind::count},
                 {"found", "found in", ColumnKind::count},
                 {"mean", "mean"},
                 {"deviation", "standard deviation"},
                 {"low", "earliest", ColumnKind::step},
                 {"high", "latest", ColumnKind::step}});
    for (const ReplicateStarts& one : starts_)
      table.addRow({one.rule, static_cast<std::int64_t>(one.steps.size()), static_cast<std::int64_t>(one.mean.files),
                    one.mean.mean, one.mean.deviation, one.mean.low, one.mean.high});
    return table;
  }

  [[nodiscard]] Table orderTable() const {
    Table table("replicates", "Mean order over files",
                {seriesColumn(header()),
                 {"files", "files", ColumnKind::count},
                 {"mean_order", "mean order"},
                 {"standard_error", "standard error"},
                 {"deviation", "standard deviation"},
                 {"low", "least"},
                 {"high", "largest"}});
    for (const ReplicatePlace& place : band_.places) {
      const ReplicateMean& m = place.meanOrder;
      table.addRow({place.step, static_cast<std::int64_t>(m.files), m.mean, m.error, m.deviation, m.low, m.high},
                   ChartTarget::checkpoint(place.rows.front()));
    }
    return table;
  }

  [[nodiscard]] Table shareTable() const {
    Table table("replicate_shares", "Shares by order over files",
                {seriesColumn(header()),
                 {"order", "order", ColumnKind::count},
                 {"share", "mean share"},
                 {"standard_error", "standard error"}});
    for (const ReplicatePlace& place : band_.places) {
      for (std::size_t k = 0; k < place.shares.size(); ++k)
        table.addRow({place.step, static_cast<std::int64_t>(k + 1), place.shares[k].mean, place.shares[k].error},
                     ChartTarget::checkpoint(place.rows.front()));
    }
    table.setSpread("order", "share");
    return table;
  }

  const AnalysisInfo& info_;
  std::shared_ptr<const ResultsReader> results_;
  std::string missing_, sameWeights_;
  std::vector<std::string> labels_, differing_;
  ReplicateBand band_;
  std::vector<std::optional<std::size_t>> at_;  ///< place of the band by checkpoint
  std::vector<ReplicateStarts> starts_;
};

class ReplicatesAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "replicates",
        .title = "Replicates",
        .sentence = "How far runs of other seeds agree: mean order and start of phase two with their spread over files",
        .paper = "Ours",
        .shared = {"threshold", "factor"},
        .page = {"replicates", "replicate-shares"},
        .figures = {{"replicates",
                     "Mean order over several runs",
                     "Mean order of several runs that differ in their seeds: mean and standard error; vertical: the "
                     "start of phase two of each.",
                     {{"replicates"}}}},
        .usesPhases = true,
        .others = {1, 99, "runs of other seeds"}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<ReplicatesResult>(info(), input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> replicatesAnalysis() {
  return std::make_shared<ReplicatesAnalysis>();
}

}  // namespace spindle
