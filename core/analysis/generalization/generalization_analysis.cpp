// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/generalization/generalization_analysis.h"

#include "core/analysis/generalization/generalization_charts.h"
#include "core/analysis/series_axis.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <functional>

namespace spindle {
namespace {

constexpr std::size_t fewSamples = 5;

class GeneralizationResult : public AnalysisResult {
 public:
  explicit GeneralizationResult(const AnalysisInput& input)
      : results_(input.results),
        pass_(std::static_pointer_cast<const SimilarityPass>(input.pass)),
        start_(input.phases.meanOrder.checkpoint),
        turns_(sampleTurns(input.strengths, input.phaseOptions)) {
    for (std::size_t c = 0; c < input.strengths.size(); ++c) {
      if (input.strengths[c].presentSamples() > 0) known_.push_back(c);
      if (pass_->splits.noise)
        groups_.push_back(compareGroups(input.strengths[c], pass_->splits.clean, pass_->splits.mislabeled));
    }
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    return {similarityFinding(), groupsFinding(), turnsFinding()};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    return {similarityChart(header(), *pass_), similarityOrdersChart(header(), *pass_, known_, start_),
            groupChart(header(), groups_, known_, false), groupChart(header(), groups_, known_, true)};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    return {groupSharesChart(header(), groups_, place.checkpoint)};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    std::vector<TableMaker> tables;
    if (pass_->splits.both)
      tables.push_back({"similarity", "Similarity of training and test samples by class and order",
                        [this](RunControl&) { return similarityTable(); }});
    if (!groups_.empty())
      tables.push_back({"groups", "Strength by order of clean and mislabeled samples",
                        [this](RunControl&) { return groupTable(); }});
    tables.push_back({"shifts", "Samples whose mean order rises first", [this](RunControl&) { return turnTable(); }});
    return tables;
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }
  /// Fewest training or test samples of a class that counts, over all checkpoints; and the classes of the last one.
  [[nodiscard]] std::pair<std::size_t, std::size_t> leastAndClasses() const {
    std::size_t least = SIZE_MAX, classes = 0;
    for (const SimilarityByOrder& similarity : pass_->similarity) {
      if (similarity.mean.empty()) continue;
      classes = similarity.usedClasses();
      for (const ClassSimilarity& one : similarity.classes) {
        if (!one.skipped) least = std::min({least, one.train, one.test});
      }
    }
    return {least, classes};
  }

  [[nodiscard]] AnalysisFinding similarityFinding() const {
    const auto some = std::find_if(pass_->similarity.rbegin(), pass_->similarity.rend(),
                                   [](const SimilarityByOrder& s) { return !s.mean.empty(); });
    if (some == pass_->similarity.rend())
      return {"Training and test",
              "The results do not say which samples are of the training and which of the test set, or no class has "
              "both.",
              {},
              FindingKind::missing};
    const auto [least, classes] = leastAndClasses();
    const std::size_t fourth = std::min<std::size_t>(3, some->mean.size() - 1);
    return {
        "Training and test",
        "At the last checkpoint the similarity (Jaccard) of the mean interactions of training and test samples is " +
            numberText(some->mean.front()) + " at order 1 and " + numberText(some->mean[fourth]) + " at order " +
            std::to_string(fourth + 1) + ", over " + std::to_string(classes) + " classes with as few as " +
            std::to_string(least) + " training or test samples each" +
            (least < fewSamples ? ": indicative only (few samples)." : "."),
        {{"order_1", some->mean.front()}, {"fewest_samples", static_cast<double>(least)}},
        least < fewSamples ? FindingKind::caution : FindingKind::result};
  }

  [[nodiscard]] AnalysisFinding groupsFinding() const {
    const auto some = std::find_if(groups_.rbegin(), groups_.rend(), std::mem_fn(&GroupComparison::known));
    if (some == groups_.rend())
      return {"Mislabeled samples",
              groups_.empty()
                  ? "The results do not say which samples are mislabeled; give the samples an array or column "
                    "\"mislabeled\"."
                  : "There are 0 clean training samples to compare the mislabeled ones with.",
              {},
              FindingKind::missing};
    std::size_t more = 0, all = 0;
    for (const GroupComparison& groups : groups_) {
      if (!groups.known()) continue;
      ++all;
      more += groups.moreHighOrders() ? 1 : 0;
    }
    const std::size_t few = std::min(some->clean.samples, some->mislabeled.samples);
    return {"Mislabeled samples",
            "At the last checkpoint orders 3 and above hold " + percentText(some->mislabeledShare) +
                " of the strength on " + std::to_string(some->mislabeled.samples) + " mislabeled samples and " +
                percentText(some->cleanShare) + " on " + std::to_string(some->clean.samples) +
                " clean ones: the published finding, more of high orders on mislabeled samples, " +
                (some->moreHighOrders() ? "holds" : "does not hold") + " here, and at " + std::to_string(more) +
                " of " + std::to_string(all) + " checkpoints.",
            {{"mislabeled_share", some->mislabeledShare}, {"clean_share", some->cleanShare}},
            few < fewSamples ? FindingKind::caution : FindingKind::result};
  }

  [[nodiscard]] AnalysisFinding turnsFinding() const {
    return {"Earliest shift",
            "The mean order of a single sample is noisy: take the rank as a hint which samples to look at.",
            {},
            FindingKind::caution};
  }

  [[nodiscard]] Table similarityTable() const {
    Table table("similarity", "Similarity (Jaccard) of the mean interactions of training and test samples",
                {seriesColumn(header()),
                 {"class", "class", ColumnKind::count},
                 {"order", "order", ColumnKind::count},
                 {"similarity", "similarity"},
                 {"defined", "defined", ColumnKind::flag}});
    for (std::size_t c = 0; c < pass_->similarity.size(); ++c) {
      for (const ClassSimilarity& one : pass_->similarity[c].classes) {
        for (std::size_t k = 0; k < one.similarity.size(); ++k)
          table.addRow(
              {header().step[c], one.target, static_cast<std::int64_t>(k + 1), one.similarity[k], !one.undefined[k]},
              ChartTarget::checkpoint(c));
      }
    }
    table.setSpread("order", "similarity");
    return table;
  }

  [[nodiscard]] Table groupTable() const {
    Table table("groups", "Strength by order of clean and mislabeled samples",
                {seriesColumn(header()),
                 {"group", "group", ColumnKind::text},
                 {"order", "order", ColumnKind::count},
                 {"positive", "positive"},
                 {"negative", "negative"}});
    for (std::size_t c = 0; c < groups_.size(); ++c) {
      const auto add = [&](const char* name, const OrderStrength& strength) {
        for (int k = 1; k <= strength.variables(); ++k)
          table.addRow(
              {header().step[c], std::string(name), std::int64_t{k}, strength.positive(k), strength.negative(k)},
              ChartTarget::checkpoint(c));
      };
      add("clean", groups_[c].clean);
      add("mislabeled", groups_[c].mislabeled);
    }
    table.setSpread("order", "positive");
    return table;
  }

  [[nodiscard]] Table turnTable() const {
    Table table("shifts", "Samples whose mean order rises first",
                {{"sample", "sample", ColumnKind::count},
                 {"name", "earliest shift", ColumnKind::text},
                 {"step", "at", ColumnKind::step},
                 {"rise", "rise of orders \u2265 3"}});
    for (const SampleTurn& turn : turns_) {
      const std::string& name = header().sampleNames[turn.sample];
      const std::int64_t number = header().sampleIndex[turn.sample];
      table.addRow(
          {number, name.empty() ? "sample " + std::to_string(number) : name,
           turn.checkpoint ? TableCell(header().step[*turn.checkpoint]) : TableCell(std::string("never")), turn.rise},
          ChartTarget::sample(turn.sample));
    }
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::shared_ptr<const SimilarityPass> pass_;
  std::optional<std::size_t> start_;
  std::vector<SampleTurn> turns_;
  std::vector<GroupComparison> groups_;  ///< by checkpoint; empty where no sample is known to be mislabeled
  std::vector<std::size_t> known_;
};

class GeneralizationAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "generalization",
        .title = "Generalization",
        .sentence = "Whether interactions generalize: training against test, clean against mislabeled samples",
        .paper = "arXiv 2405.10262; Zhou et al., AAAI 2024 (arXiv 2302.09091)",
        .page = {"similarity", "groups", "shifts"},
        .figures = {{"generalization",
                     "Similarity of training and test samples by order",
                     "Similarity (Jaccard) of the mean interactions of training and test samples of a class, mean "
                     "over classes, by order.",
                     {{"similarity-by-order"}}},
                    {"mislabeled",
                     "Mislabeled against clean samples",
                     "Strength by order of clean and of mislabeled training samples at the last checkpoint, each "
                     "with the label it was trained with.",
                     {{"clean", "mislabeled"}}}},
        .usesPhases = true};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience&) const override {
    return std::make_shared<SimilarityPass>(results->header());
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<GeneralizationResult>(input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> generalizationAnalysis() {
  return std::make_shared<GeneralizationAnalysis>();
}

}  // namespace spindle
