// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

#include <map>

namespace spindle {

/// The choices that decide what analyses find.
struct AnalysisChoices {
  Salience salience;
  PhaseOptions phases;
  std::map<std::string, OptionValues> options = {};  ///< by analysis

  bool operator==(const AnalysisChoices&) const = default;
};

/// Results beside those that are analyzed.
struct OtherFile {
  std::shared_ptr<const ResultsReader> results;
  std::filesystem::path file;
  std::filesystem::path place = {};  ///< where it was opened; empty: `file`
};

/// What a results file tells under some choices: the shared levels, each made once, and every analysis' result.
/// Immutable.
struct AnalyzedResults {
  std::shared_ptr<const ResultsReader> results;
  std::filesystem::path file;
  std::filesystem::path place;  ///< where it was opened: a run, or `file`
  AnalysisChoices choices;
  std::shared_ptr<const std::vector<SampleStrengths>> strengths;  ///< by checkpoint
  std::shared_ptr<const DrawnStrengths> draws;  ///< of other selections of the variables beside `file`
  std::shared_ptr<const TieEnds> ties;          ///< the same scores at both ends of the tie-break, beside `file`
  std::map<std::string, std::shared_ptr<const TablePass>> passes;
  std::shared_ptr<const PhaseEvidence> evidence;  ///< behind the phases
  std::shared_ptr<const PhaseReport> phases;
  std::vector<OtherFile> otherFiles = {};
  /// The other files up to passes and phases, of analyses that take others; empty where none does.
  std::vector<std::shared_ptr<const AnalyzedResults>> others = {};
  std::map<std::string, std::shared_ptr<const AnalysisResult>> found;  ///< by analysis

  [[nodiscard]] bool known(std::size_t checkpoint) const { return (*strengths)[checkpoint].presentSamples() > 0; }
};
using AnalyzedPtr = std::shared_ptr<const AnalyzedResults>;

/// Reads each table once for all analyses of the list. file: of the results (draws of the variables are looked for
/// beside it); may be empty. others: nothing is read of them unless an analysis of the list takes others. place: tells
/// runs of the same name apart; empty: `file`. Some 0.1 s a checkpoint of 32 samples at n = 10. Throws Stopped when
/// control says so.
AnalyzedPtr analyzed(std::shared_ptr<const ResultsReader> results, const std::filesystem::path& file,
                     const AnalysisList& list, const AnalysisChoices& choices, RunControl& control,
                     const std::vector<OtherFile>& others = {}, const std::filesystem::path& place = {});

/// What analyses say that need no results (AnalysisInfo::alone), over results without checkpoints and samples.
AnalyzedPtr analyzedAlone(const AnalysisList& list, const AnalysisChoices& choices, RunControl& control);

/// The same with other choices: only what they invalidate is made anew, from the level where they act on. Another
/// tolerance of the phase rules reads no table.
AnalyzedPtr withChoices(const AnalyzedPtr& before, const AnalysisList& list, const AnalysisChoices& choices,
                        RunControl& control);

/// The charts of an analysis that belong to no place, with the start of phase two on those that want it marked.
std::vector<Chart> wholeCharts(const AnalyzedResults& results, const std::string& analysis);

/// The options that all analyses share, with their usual values.
const std::vector<OptionInfo>& sharedOptions();

}  // namespace spindle
