// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/option.h"
#include "core/base/run_control.h"
#include "core/chart/chart.h"
#include "core/chart/finding.h"
#include "core/chart/table.h"
#include "core/dynamics/phase_report.h"
#include "core/dynamics/salience.h"
#include "core/results/stored_draws.h"
#include "core/results/stored_dynamics.h"
#include "core/results/stored_ties.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace spindle {

struct AnalyzedResults;

/// How many results files an analysis takes beside the one it is about.
struct OthersInfo {
  std::size_t least = 0, most = 0;
  std::string what = {};  ///< what they are to it: "judges"
  bool passes = true;     ///< whether it wants a pass() over their tables
};

/// A figure for a paper: rows of charts by their names. A chart that shows one place is drawn once for each place.
struct FigureInfo {
  enum class Places { none, last, representative, phaseTwo };
  std::string name;      ///< word for the command line: "theory"
  std::string title;     ///< "Theory beside measurement"
  std::string sentence;  ///< the caption
  std::vector<std::vector<std::string>> rows;
  Places places = Places::none;
  bool ownScales = false;  ///< each panel of a row has its own y axis
};

/// What an analysis says of itself.
struct AnalysisInfo {
  std::string name;      ///< word for the command line: "theory"
  std::string title;     ///< of its page: "Theory"
  std::string sentence;  ///< what it answers
  std::string paper;     ///< where its definitions come from
  std::vector<OptionInfo> options = {};
  /// Options that all analyses share and that belong on this page: "threshold", "factor", "order-one", "tie", "rise",
  /// "gap-share".
  std::vector<std::string> shared = {};
  std::vector<std::string> page = {};  ///< names of the charts and tables of its page, from left to right
  std::vector<FigureInfo> figures = {};
  std::vector<std::string> actions = {};  ///< of the window, offered on its page: "draws"
  bool usesPhases = false;                ///< the result changes with the start of phase two
  OthersInfo others = {};
  bool alone = false;  ///< says something without any results, too: `input` holds none of anything then
};

/// What is shown: a row of the results, and values of live options.
struct Place {
  std::size_t checkpoint = 0;
  OptionValues live = {};
};

/// A table that is made when somebody wants it.
struct TableMaker {
  std::string name, title;
  std::function<Table(RunControl&)> make;
  bool large = false;  ///< written to files only, unless asked for by name
};

/// What an analysis found. Immutable; any thread. Functions of a place take well under a frame.
class AnalysisResult {
 public:
  virtual ~AnalysisResult() = default;
  [[nodiscard]] virtual std::vector<AnalysisFinding> findings() const { return {}; }
  [[nodiscard]] virtual std::vector<Chart> charts() const { return {}; }
  [[nodiscard]] virtual std::vector<TableMaker> tables() const { return {}; }
  [[nodiscard]] virtual std::vector<AnalysisFinding> findingsAt(const Place&) const { return {}; }
  [[nodiscard]] virtual std::vector<Chart> chartsAt(const Place&) const { return {}; }
};

/// Collects what an analysis needs from the tables in the one pass that serves all of them. Used by one thread, and
/// immutable after the pass.
class TablePass {
 public:
  virtual ~TablePass() = default;
  virtual void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) = 0;
  virtual void finish(RunControl&) {}
};

/// What an analysis may look at. Lists go by checkpoint of the file.
struct AnalysisInput {
  std::shared_ptr<const ResultsReader> results;
  Salience salience;
  std::span<const SampleStrengths> strengths;
  const PhaseReport& phases;
  PhaseOptions phaseOptions;
  const DrawnStrengths& draws;            ///< of other selections of the variables
  const TieEnds& ties;                    ///< both ends of the tie-break
  std::shared_ptr<const TablePass> pass;  ///< what its own pass() collected; null where it has none
  /// Other results under the same choices, as far as analyses that take others need them: strengths, phases, and what
  /// their pass() collected of them. Samples and checkpoints have other rows there; see matchedSamples().
  std::span<const std::shared_ptr<const AnalyzedResults>> others = {};
  std::filesystem::path place = {};  ///< of the results, to tell runs of the same name apart; may be empty
};

/// One way to read results. Stateless; any thread.
class Analysis {
 public:
  virtual ~Analysis() = default;
  [[nodiscard]] virtual const AnalysisInfo& info() const = 0;
  /// What it wants to see of the tables; null where strengths suffice.
  [[nodiscard]] virtual std::shared_ptr<TablePass> pass(const std::shared_ptr<const ResultsReader>& results,
                                                        const Salience& salience) const;
  /// Throws Stopped.
  [[nodiscard]] virtual std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input,
                                                                  const OptionValues& options,
                                                                  RunControl& control) const = 0;
};

using AnalysisList = std::vector<std::shared_ptr<const Analysis>>;

}  // namespace spindle
