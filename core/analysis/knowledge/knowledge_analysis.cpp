// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/knowledge/knowledge_analysis.h"

#include "core/analysis/knowledge/knowledge_pass.h"
#include "core/analysis/knowledge/knowledge_tables.h"
#include "core/analysis/knowledge/other_network.h"
#include "core/analysis/knowledge/stability_view.h"
#include "core/analysis/other_results.h"
#include "core/analysis/reference_checkpoint.h"
#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/base/user_error.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace spindle {
namespace {

constexpr std::array<const char*, 3> partTitles{"AND and OR", "AND", "OR"};

class KnowledgeResult : public AnalysisResult {
 public:
  KnowledgeResult(const AnalysisInput& input, const OptionValues& options)
      : results_(input.results), part_(static_cast<std::size_t>(options.value("knowledge-part", 0.0))) {
    const auto pass = std::static_pointer_cast<const KnowledgePass>(input.pass);
    const bool shared = options.value("knowledge-salient", 0.0) == 1.0;
    rule_ = shared ? toText(input.salience) : "|I| of at least 0.05 of the largest of its sample and checkpoint";
    best_ = options.value("against", 0.0) == 1.0;
    reference_ = best_ ? bestComputedCheckpoint(*results_) : lastComputedCheckpoint(*results_);
    if (const double row = options.value("against-checkpoint", -1.0); row >= 0.0) {
      if (row >= static_cast<double>(header().checkpoints()))
        throw UserError("There is no checkpoint " + numberText(row) + "; the results hold checkpoints 0 to " +
                        std::to_string(header().checkpoints() - 1) + ".");
      reference_ = static_cast<std::size_t>(row);
    }
    at_.resize(header().checkpoints());
    noise_ = storedNoiseStability(header());
    if (!reference_) return;
    const auto& lists = pass->lists[shared ? 1 : 0];
    const std::vector<ResultsBeside> beside = resultsBeside(input);
    for (std::size_t i = 0; i < input.others.size(); ++i)
      others_.push_back(otherNetwork(header(), *input.others[i], beside[i + 1].label, lists, shared));
    for (std::size_t c = 0; c < at_.size(); ++c) {
      at_[c] = knowledgeBeside(lists[c], lists[*reference_], header().variables);
      if (at_[c]) known_.push_back(c);
    }
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    if (known_.empty()) return {{"Knowledge", missing(), {}, FindingKind::missing}};
    std::vector<AnalysisFinding> list{completeness()};
    const std::size_t most = *std::max_element(known_.begin(), known_.end(), [this](std::size_t a, std::size_t b) {
      return std::fmax(redundancyAt(a), 0.0) < std::fmax(redundancyAt(b), 0.0);
    });
    list.push_back({"Redundancy",
                    percentText(redundancyAt(known_.front())) +
                        " of the strength at first is not in the reference; "
                        "the share is largest at " +
                        placeName(header(), most) + " with " + percentText(redundancyAt(most)) + ".",
                    {{"first", redundancyAt(known_.front())}, {"most", redundancyAt(most)}},
                    FindingKind::result,
                    ChartTarget::checkpoint(most)});
    list.push_back({"Measure",
                    "Salient: " + rule_ +
                        "; strengths are divided by the mean |v(N) \u2212 v(\u2205)| of their "
                        "checkpoint. " +
                        (part_ == 0 ? "The sum of AND and OR is ours; the paper tells them apart." : ""),
                    {}});
    for (const OtherNetwork& other : others_) {
      const auto agreement = agreementFindings(header(), other);
      list.insert(list.end(), agreement.begin(), agreement.end());
    }
    if (noise_) list.push_back(stabilityFinding(header(), *noise_, known_.back()));
    return list;
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    const auto& here = at_.at(place.checkpoint);
    if (!here) return {};
    const Knowledge& k = (*here)[part_];
    return {{"Here",
             "Of the reference, " + percentText(k.completeness()) + " is there; " + percentText(k.redundancy()) +
                 " of what is there is not in the reference (" + partTitles[part_] + ").",
             {{"completeness", k.completeness()}, {"redundancy", k.redundancy()}}}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart;
    chart.name = "completeness";
    chart.title = "Completeness and redundancy over training, against " + referenceName();
    chart.x = seriesAxis(header());
    chart.y.label = "share";
    chart.y.low = 0.0;
    chart.y.high = 1.0;
    Line complete{"completeness: overlap / reference", {}, {}, Ink::series(0), LineStyle::solid, true, {}};
    Line redundant{"redundancy: forgotten / all", {}, {}, Ink::series(1), LineStyle::dashed, true, {}};
    for (const std::size_t c : known_) {
      for (Line* line : {&complete, &redundant}) {
        line->x.push_back(header().step[c]);
        line->targets.push_back(ChartTarget::checkpoint(c));
      }
      complete.y.push_back((*at_[c])[part_].completeness());
      redundant.y.push_back(redundancyAt(c));
    }
    if (known_.empty()) {
      chart.empty = missing();
    } else {
      chart.marks.push_back(std::move(complete));
      chart.marks.push_back(std::move(redundant));
      chart.marksStart = true;
    }
    if (others_.empty()) return {chart};
    return {chart, agreementChart(header(), others_)};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    Chart chart;
    chart.name = "knowledge-by-order";
    chart.title = "Interactions at " + placeName(header(), place.checkpoint) + " beside those of " + referenceName();
    chart.heading = placeName(header(), place.checkpoint) + ", " + partTitles[part_];
    chart.x = orderAxis(header().variables);
    chart.y.label = "strength per sample";
    const auto& here = at_.at(place.checkpoint);
    if (!here) {
      chart.empty = known_.empty() ? missing() : "not computed";
      if (noise_) return {chart, stabilityChart(header(), *noise_, place.checkpoint)};
      return {chart};
    }
    const Knowledge& k = (*here)[part_];
    const std::vector<double> x = orderPlaces(k.all.size());
    chart.marks.push_back(Bars{"shared", x, k.overlap, {}, Ink::series(0), 0, false, {}});
    chart.marks.push_back(Bars{"forgotten later", x, k.forgotten, {}, Ink::series(1), 0, false, {}});
    chart.marks.push_back(Bars{"", x, k.overlap, {}, Ink::series(0), 1, false, {}});
    chart.marks.push_back(Bars{"still to come", x, k.emerging, {}, Ink::series(2), 1, true, {}});
    if (noise_) return {chart, stabilityChart(header(), *noise_, place.checkpoint)};
    return {chart};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    std::vector<TableMaker> list{{"completeness", "Completeness and redundancy",
                                  [this](RunControl&) { return completenessTable(header(), at_); }},
                                 {"knowledge", "Shared, forgotten and new interactions by order",
                                  [this](RunControl&) { return knowledgeTable(header(), at_); }}};
    if (!others_.empty())
      list.push_back({"agreement", "Salient interactions that two networks share",
                      [this](RunControl&) { return agreementTable(header(), others_); }});
    if (noise_)
      list.push_back({"stability", "Stability of salient interactions under noise, by order",
                      [this](RunControl&) { return stabilityTable(header(), *noise_, known_); }});
    return list;
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }
  [[nodiscard]] double redundancyAt(std::size_t c) const { return (*at_[c])[part_].redundancy(); }
  [[nodiscard]] std::string referenceName() const {
    return reference_ ? placeName(header(), *reference_) : std::string("a reference");
  }

  [[nodiscard]] std::string missing() const {
    if (!reference_ && best_)
      return "Which checkpoint has the lowest test loss is not known: no test loss is; a column test_loss of the run's "
             "log gives it, or spindle losses computes it.";
    return "No checkpoint is computed whose scores have a range, or the reference is none.";
  }

  [[nodiscard]] AnalysisFinding completeness() const {
    const auto at = [this](std::size_t c) { return (*at_[c])[part_].completeness(); };
    const auto half = std::find_if(known_.begin(), known_.end(), [&](std::size_t c) { return at(c) >= 0.5; });
    return {"Completeness",
            "Of the strength of " + referenceName() + ", " + percentText(at(known_.front())) +
                " is there at first and " + percentText(at(known_.back())) + " at the end" +
                (half == known_.end() ? "; half of it never is."
                                      : "; half of it for the first time at " + placeName(header(), *half) + "."),
            {{"first", at(known_.front())}, {"last", at(known_.back())}}};
  }

  std::shared_ptr<const ResultsReader> results_;
  std::optional<std::size_t> reference_;
  std::size_t part_;
  bool best_ = false;
  std::string rule_;
  std::vector<std::optional<KnowledgeByPart>> at_;
  std::vector<std::size_t> known_;
  std::vector<OtherNetwork> others_;
  std::optional<NoiseStability> noise_;  ///< where it was measured
};

class KnowledgeAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "knowledge",
        .title = "Knowledge",
        .sentence =
            "What each checkpoint or layer knows already of a reference, what it will forget and what is still to "
            "come",
        .paper = "Layerwise Change of Knowledge, ICML 2024 (arXiv 2409.08712), over training or over depth",
        .options = {{.name = "against",
                     .title = "Against",
                     .tip = "The reference: the last checkpoint, or that of the lowest test loss",
                     .kind = OptionKind::choice,
                     .choices = {"last", "best"},
                     .choiceTitles = {"last checkpoint", "lowest test loss"}},
                    {.name = "against-checkpoint",
                     .title = "Or checkpoint",
                     .tip = "The reference by its row in the results, from 0; -1: the one chosen before",
                     .kind = OptionKind::count,
                     .low = -1.0,
                     .high = 1e9,
                     .usual = -1.0,
                     .step = 1.0},
                    {.name = "knowledge-part",
                     .title = "Part",
                     .tip = "AND and OR interactions together, or one kind",
                     .kind = OptionKind::choice,
                     .high = 2.0,
                     .choices = {knowledgePartNames.begin(), knowledgePartNames.end()},
                     .choiceTitles = {partTitles.begin(), partTitles.end()}},
                    {.name = "knowledge-salient",
                     .title = "Salient",
                     .tip =
                         "A share of 0.05 of the largest interaction of the sample, as published, or the threshold of "
                         "the other analyses",
                     .kind = OptionKind::choice,
                     .choices = {"largest", "shared"},
                     .choiceTitles = {"0.05 of the sample's largest", "as everywhere"}}},
        .shared = {"threshold", "factor", "order-one"},
        .page = {"completeness", "knowledge-by-order"},
        .figures = {{"knowledge",
                     "Completeness and redundancy over training",
                     "Share of the reference's interactions that are there already, and share of those there that are "
                     "not in the reference, over training.",
                     {{"completeness"}}}},
        .others = {0, 12, "other networks"}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience&) const override {
    return std::make_shared<KnowledgePass>(results->header().checkpoints());
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues& options,
                                                          RunControl&) const override {
    return std::make_shared<KnowledgeResult>(input, options);
  }
};

}  // namespace

std::shared_ptr<const Analysis> knowledgeAnalysis() {
  return std::make_shared<KnowledgeAnalysis>();
}

}  // namespace spindle
