// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/phases/phases_analysis.h"

#include "core/analysis/series_axis.h"
#include "core/analysis/start_range.h"
#include "core/chart/number_text.h"

#include <algorithm>

namespace spindle {
namespace {

class PhasesResult : public AnalysisResult {
 public:
  explicit PhasesResult(const AnalysisInput& input)
      : results_(input.results),
        report_(input.phases),
        drawStarts_(meanOrderStarts(input.draws, input.phaseOptions)),
        tieStarts_(meanOrderStarts(input.ties, input.phaseOptions)) {}

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    const PhaseResult& main = report_.meanOrder;
    AnalysisFinding start{"Phase two", {}, {}, main.checkpoint ? FindingKind::result : FindingKind::missing};
    if (main.checkpoint) {
      start.text = "Phase two, in which the network learns interactions of growing order, starts at " +
                   startText(header(), main) + ", file " + header().checkpointNames[*main.checkpoint] + ". " +
                   main.explanation;
      start.numbers = {{"start", header().step[*main.checkpoint]}};
      start.target = ChartTarget::checkpoint(*main.checkpoint);
    } else {
      start.text = "No phase two was found. " + main.explanation;
    }
    std::vector<AnalysisFinding> list{start, {"Agreement", report_.agreement()}};
    if (!drawStarts_.empty())
      list.push_back(rangeFinding(
          "Selections",
          "Over " + std::to_string(drawStarts_.size()) + " random selections of the variables phase two starts",
          drawStarts_));
    if (!tieStarts_.empty())
      list.push_back(rangeFinding("Ties", "At both ends of the tie-break phase two starts", tieStarts_));
    return list;
  }

  [[nodiscard]] std::vector<TableMaker> tables() const override {
    return {{"phases", "Start of phase two by every rule", [this](RunControl&) { return table(); }}};
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }

  /// "... at step 37 to step 85, and not at all in 1 of them."
  [[nodiscard]] AnalysisFinding rangeFinding(const std::string& topic, const std::string& begin,
                                             const PhaseStarts& starts) const {
    std::vector<std::size_t> found;
    for (const auto& start : starts) {
      if (start) found.push_back(*start);
    }
    if (found.empty()) return {topic, begin + " nowhere.", {}, FindingKind::caution};
    const auto [low, high] = std::minmax_element(found.begin(), found.end());
    std::string text = begin + " at " + placeName(header(), *low);
    if (*high != *low) text += " to " + placeName(header(), *high);
    if (found.size() < starts.size())
      text += ", and not at all in " + std::to_string(starts.size() - found.size()) + " of them";
    const bool sure = *low == *high && found.size() == starts.size();
    return {topic,
            text + ".",
            {{"low", header().step[*low]}, {"high", header().step[*high]}},
            sure ? FindingKind::result : FindingKind::caution};
  }

  [[nodiscard]] Table table() const {
    Table table("phases", "Start of phase two by every rule",
                {{"rule", "rule", ColumnKind::text},
                 {"step", "phase two starts", ColumnKind::step},
                 {"low", "from", ColumnKind::step},
                 {"high", "to", ColumnKind::step},
                 {"kind", "interval", ColumnKind::text},
                 {"explanation", "explanation", ColumnKind::text}});
    const auto step = [&](std::size_t checkpoint) { return TableCell(header().step[checkpoint]); };
    for (const PhaseResult* rule : report_.rules()) {
      const auto& interval = rule->interval;
      table.addRow({rule->rule, rule->checkpoint ? step(*rule->checkpoint) : TableCell(std::string("none")),
                    interval ? step(interval->low) : TableCell(std::string()),
                    interval ? step(interval->high) : TableCell(std::string()),
                    std::string(!interval                                   ? ""
                                : interval->kind == IntervalKind::bootstrap ? "bootstrap"
                                                                            : "sensitivity"),
                    rule->explanation},
                   rule->checkpoint ? ChartTarget::checkpoint(*rule->checkpoint) : ChartTarget{});
    }
    return table;
  }

  std::shared_ptr<const ResultsReader> results_;
  PhaseReport report_;
  PhaseStarts drawStarts_, tieStarts_;  ///< empty where there are none beside the results
};

class PhasesAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{.name = "phases",
                                   .title = "Phase two",
                                   .sentence = "When phase two starts, by three rules, with intervals",
                                   .paper = "Two-phase dynamics (arXiv 2405.10262); the rules are ours",
                                   .shared = {"marker", "tie", "rise", "gap-share"},
                                   .page = {"phases"},
                                   .usesPhases = true};
    return info;
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues&,
                                                          RunControl&) const override {
    return std::make_shared<PhasesResult>(input);
  }
};

}  // namespace

std::shared_ptr<const Analysis> phasesAnalysis() {
  return std::make_shared<PhasesAnalysis>();
}

}  // namespace spindle
