// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/generalizable/generalizable_analysis.h"

#include "core/analysis/generalizable/judged_strength.h"
#include "core/analysis/other_results.h"
#include "core/analysis/reference_checkpoint.h"
#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/base/text.h"
#include "core/chart/number_text.h"
#include "core/results/matched_samples.h"
#include "core/results/results_options.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace spindle {
namespace {

/// Salient interactions, [checkpoint][sample]; none where a sample is missing.
class SalientPass : public TablePass {
 public:
  explicit SalientPass(std::size_t checkpoints) : lists(checkpoints) {}
  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) override {
    for (const SampleInteractions& sample : stored.interactions()) {
      auto& list = lists[checkpoint].emplace_back();
      if (sample.present()) list = salientList(sample, strengths.threshold(), 1.0);
    }
  }
  std::vector<std::vector<std::optional<SalientList>>> lists;
};

/// Another network with the rows of the samples that it shares with the analyzed one.
struct Judge {
  std::string label;
  std::shared_ptr<const ResultsReader> results;
  std::shared_ptr<const SalientPass> pass;
  std::vector<std::optional<std::size_t>> sample;  ///< its row, by sample here
  std::size_t shared = 0;
  std::string leftOut, differs;
  std::optional<std::size_t> last;

  /// Its checkpoint for one here: of the same step, or of the same name where frames have names only.
  [[nodiscard]] std::optional<std::size_t> rowFor(const ResultsHeader& here, std::size_t checkpoint,
                                                  bool sameStep) const {
    if (!sameStep) return last;
    if (here.named()) {
      const auto& names = results->header().checkpointNames;
      const auto found = std::find(names.begin(), names.end(), here.checkpointNames[checkpoint]);
      if (found == names.end()) return std::nullopt;
      return static_cast<std::size_t>(found - names.begin());
    }
    const double step = here.step[checkpoint];
    const std::vector<double>& steps = results->header().step;
    const auto found = std::find(steps.begin(), steps.end(), step);
    if (found == steps.end() || std::find(found + 1, steps.end(), step) != steps.end()) return std::nullopt;
    return static_cast<std::size_t>(found - steps.begin());
  }
};

std::string measurementDifference(const ResultsHeader& a, const ResultsHeader& b) {
  std::vector<std::string> names = differingOptions(readOptions(a).measurement, readOptions(b).measurement);
  std::erase_if(names, [](const std::string& name) { return name == "batch" || name == "share_first_layer"; });
  return listed(names, 12);
}

Judge judgeOf(const ResultsHeader& here, const AnalyzedResults& other, const std::string& label,
              const std::string& analysis) {
  Judge judge;
  judge.label = label;
  judge.results = other.results;
  judge.pass = std::static_pointer_cast<const SalientPass>(other.passes.at(analysis));
  const MatchedSamples matched = matchedSamples(here, other.results->header(), label);
  judge.sample.resize(here.samples());
  for (const auto& [row, there] : matched.rows) judge.sample[row] = there;
  judge.shared = matched.rows.size();
  judge.leftOut = matched.leftOut;
  judge.differs = measurementDifference(here, other.results->header());
  judge.last = lastComputedCheckpoint(*other.results);
  return judge;
}

/// Which judges are asked, and how many of them must agree.
struct Verdict {
  std::string name;
  std::vector<std::size_t> judges;
  std::size_t votes = 1;
  std::vector<std::optional<JudgedStrength>> at;  ///< by checkpoint; none where no sample is known to all of them
};

std::vector<Verdict> verdictsOf(const std::vector<Judge>& judges) {
  std::vector<Verdict> list;
  std::vector<std::size_t> everyone;
  for (std::size_t j = 0; j < judges.size(); ++j) {
    list.push_back({judges[j].label, {j}, 1, {}});
    everyone.push_back(j);
  }
  if (judges.size() < 2) return list;
  list.push_back({"majority", everyone, judges.size() / 2 + 1, {}});
  list.push_back({"all judges", everyone, judges.size(), {}});
  return list;
}

class GeneralizableResult : public AnalysisResult {
 public:
  GeneralizableResult(const AnalysisInfo& info, const AnalysisInput& input, const OptionValues& options)
      : info_(info),
        results_(input.results),
        sameStep_(options.value("judge-at", 0.0) == 1.0),
        sameSign_(options.value("judge-sign", 0.0) == 1.0),
        rule_(toText(input.salience)) {
    const auto pass = std::static_pointer_cast<const SalientPass>(input.pass);
    const std::vector<ResultsBeside> beside = resultsBeside(input);
    label_ = beside.front().label;
    for (std::size_t i = 0; i < input.others.size(); ++i)
      judges_.push_back(judgeOf(header(), *input.others[i], beside[i + 1].label, info.name));
    verdicts_ = verdictsOf(judges_);
    known_ = knownCheckpoints(input.strengths);
    for (Verdict& verdict : verdicts_) {
      verdict.at.resize(header().checkpoints());
      for (const std::size_t c : known_) verdict.at[c] = judged(verdict, pass->lists[c], c);
    }
    // The verdict of the charts of one place.
    const bool all = options.value("verdict", 0.0) == 1.0;
    if (!verdicts_.empty()) chosen_ = verdicts_.size() - (judges_.size() < 2 || all ? 1 : 2);
  }

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    if (judges_.empty()) return {othersMissing(info_)};
    std::vector<AnalysisFinding> list;
    for (const Verdict& verdict : verdicts_) {
      if (auto finding = shareFinding(verdict)) list.push_back(std::move(*finding));
    }
    if (list.empty()) list.push_back({"Generalizable", missing(), {}, FindingKind::missing});
    for (const Judge& judge : judges_) {
      if (!judge.leftOut.empty())
        list.push_back(
            {"Samples", judge.leftOut, {{"shared_samples", static_cast<double>(judge.shared)}}, FindingKind::caution});
      if (!judge.differs.empty())
        list.push_back({"Measured otherwise",
                        judge.label + " was measured with other " + judge.differs +
                            ", so what is salient there may differ for that reason alone.",
                        {},
                        FindingKind::caution});
      if (judge.results == results_)
        list.push_back({"Own judge", judge.label + " is judged by itself.", {}, FindingKind::caution});
    }
    list.push_back({"Measure",
                    "An interaction counts as generalizable where the same interaction of the same sample is salient "
                    "at the judge too" +
                        std::string(sameSign_ ? " with the same sign" : ", of whichever sign") + "; salient: " + rule_ +
                        ", each file by its own scores. The judge stands at " +
                        (sameStep_ ? "the same step." : "its last checkpoint."),
                    {}});
    return list;
  }

  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    const JudgedStrength* here = at(place.checkpoint);
    if (here == nullptr) return {};
    return {{"Here",
             percentText(here->share()) + " of the salient strength is salient in " + verdicts_[chosen_].name +
                 " too; by chance " + percentText(here->chanceShare()) + ".",
             {{"share", here->share()}, {"chance", here->chanceShare()}}}};
  }

  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart;
    chart.name = "generalizable";
    chart.title = "Share of the strength of " + label_ + " that is salient in other networks too";
    chart.x = seriesAxis(header());
    chart.y.label = "share of strength";
    chart.y.low = 0.0;
    chart.y.high = 1.0;
    for (std::size_t v = 0; v < verdicts_.size(); ++v) {
      Line line{verdicts_[v].name, {}, {}, Ink::series(static_cast<int>(v)), LineStyle::solid, true, {}};
      Line chance{"by chance", {}, {}, {InkKind::faint}, LineStyle::dashed, false, {}};
      for (const std::size_t c : known_) {
        if (!verdicts_[v].at[c]) continue;
        line.x.push_back(header().step[c]);
        line.y.push_back(verdicts_[v].at[c]->share());
        line.targets.push_back(ChartTarget::checkpoint(c));
        chance.y.push_back(verdicts_[v].at[c]->chanceShare());
      }
      chance.x = line.x;
      if (line.x.empty()) continue;
      chart.marks.push_back(std::move(line));
      if (v == chosen_) chart.marks.push_back(std::move(chance));
    }
    if (chart.marks.empty())
      chart.empty = missing();
    else
      chart.marksStart = true;
    return {chart};
  }

  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    Chart chart;
    chart.name = "generalizable-by-order";
    chart.title =
        "Strength by order that is salient in other networks too, at " + placeName(header(), place.checkpoint);
    chart.x = orderAxis(header().variables);
    chart.y.label = "share of strength";
    const JudgedStrength* here = at(place.checkpoint);
    if (here == nullptr) {
      chart.empty = missing();
      return {chart};
    }
    chart.heading = placeName(header(), place.checkpoint) + ", judged by " + verdicts_[chosen_].name;
    double sum = 0.0;
    for (const double strength : here->all) sum += strength;
    Bars confirmed{"salient there too", orderPlaces(here->all.size()), {}, {}, Ink::series(0), 0, false, {}};
    Bars rest{"here only", confirmed.x, {}, {}, Ink::series(1), 0, true, {}};
    for (std::size_t k = 0; k < here->all.size(); ++k) {
      confirmed.y.push_back(sum > 0.0 ? here->confirmed[k] / sum : 0.0);
      rest.y.push_back(sum > 0.0 ? (here->all[k] - here->confirmed[k]) / sum : 0.0);
    }
    chart.marks.push_back(std::move(confirmed));
    chart.marks.push_back(std::move(rest));
    return {chart};
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    if (judges_.empty()) return {};
    return {{"generalizable", "Share of strength that is salient in other networks too",
             [this](RunControl&) { return shareTable(); }},
            {"generalizable_orders", "The same by order", [this](RunControl&) { return orderTable(); }}};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }

  [[nodiscard]] const JudgedStrength* at(std::size_t checkpoint) const {
    if (verdicts_.empty() || !verdicts_[chosen_].at.at(checkpoint)) return nullptr;
    return &*verdicts_[chosen_].at[checkpoint];
  }

  [[nodiscard]] std::string missing() const {
    if (judges_.empty()) return othersMissing(info_).text;
    std::string text;
    for (const Judge& judge : judges_)
      if (judge.shared == 0) text += (text.empty() ? "" : " ") + judge.leftOut;
    if (!text.empty()) return text;
    return sameStep_ ? "No step is computed both here and at the judges; --judge-at last takes their last checkpoint."
                     : "No sample is computed both here and at the judges' last checkpoint.";
  }

  [[nodiscard]] std::optional<JudgedStrength> judged(const Verdict& verdict,
                                                     const std::vector<std::optional<SalientList>>& here,
                                                     std::size_t checkpoint) const {
    std::vector<std::size_t> rows;
    for (const std::size_t j : verdict.judges) {
      const auto row = judges_[j].rowFor(header(), checkpoint, sameStep_);
      if (!row) return std::nullopt;
      rows.push_back(*row);
    }
    std::optional<JudgedStrength> sum;
    for (std::size_t s = 0; s < here.size(); ++s) {
      std::vector<const SalientList*> lists;
      for (std::size_t i = 0; i < rows.size() && here[s]; ++i) {
        const Judge& judge = judges_[verdict.judges[i]];
        const auto& ofCheckpoint = judge.pass->lists.at(rows[i]);
        if (!judge.sample[s] || ofCheckpoint.empty() || !ofCheckpoint[*judge.sample[s]]) break;
        lists.push_back(&*ofCheckpoint[*judge.sample[s]]);
      }
      if (!here[s] || lists.size() != rows.size()) continue;
      if (!sum) sum.emplace(header().variables);
      sum->add(judgedStrength(*here[s], lists, verdict.votes, sameSign_, header().variables));
    }
    return sum;
  }

  [[nodiscard]] std::optional<AnalysisFinding> shareFinding(const Verdict& verdict) const {
    std::vector<std::size_t> rows;
    std::copy_if(known_.begin(), known_.end(), std::back_inserter(rows),
                 [&](std::size_t c) { return verdict.at[c] && std::isfinite(verdict.at[c]->share()); });
    if (rows.empty()) return std::nullopt;
    const auto share = [&](std::size_t c) { return verdict.at[c]->share(); };
    const std::size_t most =
        *std::max_element(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) { return share(a) < share(b); });
    return AnalysisFinding{"Judged by " + verdict.name,
                           percentText(share(rows.front())) + " of the salient strength is generalizable at first, " +
                               percentText(share(rows.back())) + " at the end (by chance " +
                               percentText(verdict.at[rows.back()]->chanceShare()) + ") and most, " +
                               percentText(share(most)) + ", at " + placeName(header(), most) + ".",
                           {{"first", share(rows.front())},
                            {"last", share(rows.back())},
                            {"last_chance", verdict.at[rows.back()]->chanceShare()},
                            {"most", share(most)}},
                           FindingKind::result,
                           ChartTarget::checkpoint(most)};
  }

  [[nodiscard]] Table shareTable() const {
    Table table(
        "generalizable", "Share of strength that is salient in other networks too",
        {seriesColumn(header()), {"judge", "judge", ColumnKind::text}, {"share", "share"}, {"chance", "by chance"}});
    for (const std::size_t c : known_) {
      for (const Verdict& verdict : verdicts_) {
        if (verdict.at[c])
          table.addRow({header().step[c], verdict.name, verdict.at[c]->share(), verdict.at[c]->chanceShare()},
                       ChartTarget::checkpoint(c));
      }
    }
    return table;
  }

  [[nodiscard]] Table orderTable() const {
    Table table("generalizable_orders", "Strength by order that is salient in other networks too",
                {seriesColumn(header()),
                 {"judge", "judge", ColumnKind::text},
                 {"order", "order", ColumnKind::count},
                 {"strength", "strength, summed over samples"},
                 {"generalizable", "of it salient there too"},
                 {"share", "share"},
                 {"chance", "share by chance"}});
    for (const std::size_t c : known_) {
      for (const Verdict& verdict : verdicts_) {
        if (!verdict.at[c]) continue;
        const JudgedStrength& one = *verdict.at[c];
        for (std::size_t k = 0; k < one.all.size(); ++k)
          table.addRow({header().step[c], verdict.name, static_cast<std::int64_t>(k + 1), one.all[k], one.confirmed[k],
                        one.confirmed[k] / one.all[k], one.chance[k] / one.all[k]},
                       ChartTarget::checkpoint(c));
      }
    }
    table.setSpread("order", "share");
    return table;
  }

  const AnalysisInfo& info_;
  std::shared_ptr<const ResultsReader> results_;
  bool sameStep_, sameSign_;
  std::string rule_, label_;
  std::vector<Judge> judges_;
  std::vector<Verdict> verdicts_;
  std::size_t chosen_ = 0;
  std::vector<std::size_t> known_;
};

class GeneralizableAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "generalizable",
        .title = "Generalizable",
        .sentence = "How much of the strength of each order other networks find salient too",
        .paper = "Quantifying the generalization power of a DNN (arXiv 2505.06993)",
        .options = {{.name = "judge-at",
                     .title = "Judges at",
                     .tip = "The judges' checkpoint: their last one, or that of the same step",
                     .kind = OptionKind::choice,
                     .choices = {"last", "same-step"},
                     .choiceTitles = {"their last checkpoint", "the same step"}},
                    {.name = "judge-sign",
                     .title = "Sign",
                     .tip = "Whether an interaction must have the same sign at the judge",
                     .kind = OptionKind::choice,
                     .choices = {"any", "same"},
                     .choiceTitles = {"any", "the same"}},
                    {.name = "verdict",
                     .title = "Verdict",
                     .tip = "How many judges must find an interaction salient in the charts by order",
                     .kind = OptionKind::choice,
                     .choices = {"majority", "all"},
                     .choiceTitles = {"more than half", "all of them"}}},
        .shared = {"threshold", "factor"},
        .page = {"generalizable", "generalizable-by-order"},
        .figures = {{"generalizable",
                     "Generalizable interactions over training",
                     "Share of the salient strength that is salient in other networks too, over training; dashed: by "
                     "chance.",
                     {{"generalizable"}}}},
        .others = {1, 12, "the judges: results of other networks for the same samples and variables"}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                const Salience&) const override {
    return std::make_shared<SalientPass>(results->header().checkpoints());
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues& options,
                                                          RunControl&) const override {
    return std::make_shared<GeneralizableResult>(info(), input, options);
  }
};

}  // namespace

std::shared_ptr<const Analysis> generalizableAnalysis() {
  return std::make_shared<GeneralizableAnalysis>();
}

}  // namespace spindle
