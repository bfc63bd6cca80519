// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/knowledge/knowledge_analysis.h"

#include "core/analysis/knowledge/agreement.h"
#include "core/analysis/knowledge/knowledge.h"
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

constexpr double shareOfLargest = 0.05;
constexpr std::array<const char*, 3> partNames{"sum", "and", "or"};
constexpr std::array<const char*, 3> partTitles{"AND and OR", "AND", "OR"};

/// Salient interactions of every sample and checkpoint, by both rules. Empty where a sample is missing or the scores of
/// a checkpoint have no range.
class KnowledgePass : public TablePass {
 public:
  explicit KnowledgePass(std::size_t checkpoints) {
    for (auto& list : lists) list.resize(checkpoints);
  }
  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) override {
    double scale = 0.0;
    for (const SampleInteractions& sample : stored.interactions())
      scale += sample.present() ? sample.range / static_cast<double>(strengths.presentSamples()) : 0.0;
    for (auto& list : lists) list[checkpoint].resize(stored.interactions().size());
    for (std::size_t s = 0; s < stored.interactions().size() && scale > 0.0; ++s) {
      const SampleInteractions& sample = stored.interactions()[s];
      if (!sample.present()) continue;
      lists[0][checkpoint][s] = salientList(sample, shareOfLargest * largestInteraction(sample), scale);
      lists[1][checkpoint][s] = salientList(sample, strengths.threshold(), scale);
    }
  }
  /// [rule][checkpoint][sample]; rule 0: a share of the sample's largest, 1: the threshold of all analyses.
  std::array<SalientLists, 2> lists;
};

/// How far another network has the same salient interactions; lists by checkpoint here.
struct OtherNetwork {
  std::string label, place;  ///< its last checkpoint
  MatchedSamples matched;
  std::vector<std::optional<SetAgreement>> at;
};

using Parts = std::array<Knowledge, 3>;  // sum, AND, OR

/// Mean over the samples known in both; none where there is none.
std::optional<Parts> comparison(const std::vector<std::optional<SalientList>>& here,
                                const std::vector<std::optional<SalientList>>& reference, int n) {
  std::size_t count = 0;
  for (std::size_t s = 0; s < here.size() && s < reference.size(); ++s) count += here[s] && reference[s] ? 1 : 0;
  if (count == 0) return std::nullopt;
  Parts parts{Knowledge(n), Knowledge(n), Knowledge(n)};
  const double weight = 1.0 / static_cast<double>(count);
  for (std::size_t s = 0; s < here.size(); ++s) {
    if (!here[s] || !reference[s]) continue;
    const KnowledgeParts one = compareKnowledge(*here[s], *reference[s], n);
    parts[1] = addedKnowledge(parts[1], one.andPart, weight);
    parts[2] = addedKnowledge(parts[2], one.orPart, weight);
  }
  parts[0] = addedKnowledge(parts[1], parts[2]);
  return parts;
}

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
      others_.push_back(otherNetwork(*input.others[i], beside[i + 1].label, lists, shared));
    for (std::size_t c = 0; c < at_.size(); ++c) {
      at_[c] = comparison(lists[c], lists[*reference_], header().variables);
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
    for (const OtherNetwork& other : others_) addAgreement(other, list);
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
    return {chart, agreementChart()};
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
    std::vector<TableMaker> list{
        {"completeness", "Completeness and redundancy", [this](RunControl&) { return shareTable(); }},
        {"knowledge", "Shared, forgotten and new interactions by order", [this](RunControl&) { return orderTable(); }}};
    if (!others_.empty())
      list.push_back({"agreement", "Salient interactions that two networks share",
                      [this](RunControl&) { return agreementTable(); }});
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

  [[nodiscard]] OtherNetwork otherNetwork(const AnalyzedResults& other, const std::string& label,
                                          const SalientLists& here, bool shared) const {
    OtherNetwork one{label, {}, matchedSamples(header(), other.results->header(), label), {}};
    one.at.resize(here.size());
    const auto last = lastComputedCheckpoint(*other.results);
    if (!last) return one;
    one.place = placeName(other.results->header(), *last);
    const auto pass = std::static_pointer_cast<const KnowledgePass>(other.passes.at("knowledge"));
    for (std::size_t c = 0; c < here.size(); ++c) {
      const SetAgreement agreement =
          setAgreement(here[c], pass->lists[shared ? 1 : 0][*last], one.matched, header().variables);
      if (agreement.samples > 0) one.at[c] = agreement;
    }
    return one;
  }

  void addAgreement(const OtherNetwork& other, std::vector<AnalysisFinding>& list) const {
    if (!other.matched.leftOut.empty()) list.push_back({"Samples", other.matched.leftOut, {}, FindingKind::caution});
    std::size_t last = at_.size();
    for (std::size_t c = 0; c < at_.size(); ++c) last = other.at[c] ? c : last;
    if (last == at_.size()) return;
    const std::vector<double>& iou = other.at[last]->iou;
    AnalysisFinding finding{"Agreement",
                            "At " + placeName(header(), last) + " the salient interactions here and in " + other.label +
                                " (" + other.place + ") have an intersection over union of " + numberText(iou.back()) +
                                "; by order",
                            {{"iou", iou.back()}}};
    for (std::size_t k = 0; k + 1 < iou.size(); ++k) {
      finding.text += (k == 0 ? " " : ", ") + numberText(iou[k]);
      finding.numbers.emplace_back("iou_" + std::to_string(k + 1), iou[k]);
    }
    finding.text += ".";
    list.push_back(std::move(finding));
  }

  [[nodiscard]] Chart agreementChart() const {
    Chart chart;
    chart.name = "agreement";
    chart.title = "Salient interactions that other networks have too at their last checkpoint";
    chart.x = seriesAxis(header());
    chart.y.label = "intersection over union";
    chart.y.low = 0.0;
    chart.y.high = 1.0;
    for (const OtherNetwork& other : others_) {
      Line line{other.label, {}, {}, Ink::series(static_cast<int>(chart.marks.size())), LineStyle::solid, true, {}};
      for (std::size_t c = 0; c < at_.size(); ++c) {
        if (!other.at[c]) continue;
        line.x.push_back(header().step[c]);
        line.y.push_back(other.at[c]->iou.back());
        line.targets.push_back(ChartTarget::checkpoint(c));
      }
      if (!line.x.empty()) chart.marks.push_back(std::move(line));
    }
    if (chart.marks.empty()) chart.empty = "no sample of the other results can be compared";
    return chart;
  }

  [[nodiscard]] Table agreementTable() const {
    Table table("agreement", "Salient interactions that two networks share",
                {seriesColumn(header()),
                 {"results", "results", ColumnKind::text},
                 {"order", "order", ColumnKind::count},
                 {"iou", "intersection over union"}});
    for (std::size_t c = 0; c < at_.size(); ++c) {
      for (const OtherNetwork& other : others_) {
        for (std::size_t k = 0; other.at[c] && k + 1 < other.at[c]->iou.size(); ++k)
          table.addRow({header().step[c], other.label, static_cast<std::int64_t>(k + 1), other.at[c]->iou[k]},
                       ChartTarget::checkpoint(c));
      }
    }
    table.setSpread("order", "iou");
    return table;
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

  [[nodiscard]] Table shareTable() const {
    Table table("completeness", "Completeness and redundancy",
                {seriesColumn(header()),
                 {"part", "part", ColumnKind::text},
                 {"completeness", "completeness"},
                 {"redundancy", "redundancy"}});
    for (const std::size_t c : known_) {
      for (std::size_t part = 0; part < partNames.size(); ++part)
        table.addRow({header().step[c], std::string(partNames[part]), (*at_[c])[part].completeness(),
                      (*at_[c])[part].redundancy()},
                     ChartTarget::checkpoint(c));
    }
    return table;
  }

  [[nodiscard]] Table orderTable() const {
    Table table("knowledge", "Shared, forgotten and new interactions by order",
                {seriesColumn(header()),
                 {"part", "part", ColumnKind::text},
                 {"order", "order", ColumnKind::count},
                 {"all", "all"},
                 {"overlap", "shared"},
                 {"forgotten", "forgotten"},
                 {"new", "new"}});
    for (const std::size_t c : known_) {
      for (std::size_t part = 0; part < partNames.size(); ++part) {
        const Knowledge& one = (*at_[c])[part];
        for (std::size_t k = 0; k < one.all.size(); ++k)
          table.addRow({header().step[c], std::string(partNames[part]), static_cast<std::int64_t>(k + 1), one.all[k],
                        one.overlap[k], one.forgotten[k], one.emerging[k]},
                       ChartTarget::checkpoint(c));
      }
    }
    table.setSpread("order", "overlap");
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::optional<std::size_t> reference_;
  std::size_t part_;
  bool best_ = false;
  std::string rule_;
  std::vector<std::optional<Parts>> at_;
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
                     .choices = {partNames.begin(), partNames.end()},
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
