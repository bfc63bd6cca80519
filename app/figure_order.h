// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzed_results.h"
#include "ui/figure/animation_spec.h"
#include "ui/figure/figure_page.h"
#include "ui/figure/page_plan.h"
#include "ui/figure/sample_charts.h"

#include <span>
#include <string>
#include <vector>

namespace spindle::app {

/// Everything that decides how a figure looks, but the results: what the command line and the dialog ask for, and what
/// stands inside a figure so that it can be made again.
struct FigureOrder {
  std::string kind = "dynamics";                  ///< a figure of an analysis, or dynamics
  std::string chart;                              ///< one chart of the analysis of that kind; empty: the whole figure
  std::vector<double> steps;                      ///< empty: chosen automatically
  bool raw = false;                               ///< dynamics: strengths in place of shares
  std::size_t sample = 0;                         ///< sample: its row in the results
  std::size_t top = 0;                            ///< sample: interactions; 0: as many as usual
  std::shared_ptr<const ShownSample> input = {};  ///< sample: null where nobody knows it
  bool beside = false;           ///< files after the first stand beside it, for analyses of several; else they are rows
  OptionValues live = {};        ///< options of analyses that are live
  std::optional<PagePlan> page;  ///< in place of all of these
  std::string pageFile = "page.json";  ///< what a command calls its file
  InputOf inputs = {};                 ///< the inputs that the page shows
  std::optional<AnimationSpec> film;   ///< an animation of that kind: bars, heatmap or sample
  AnalysisChoices choices;
  FigureStyle style;
};

/// The analyses that must be run for it. Throws UserError for an unknown kind.
AnalysisList analysesFor(const FigureOrder& order, const AnalysisList& list);

/// Whether one of them takes files beside the first.
bool takesOthers(const FigureOrder& order, const AnalysisList& list);

/// The files it is made from, with those that stand beside the first where the order says so.
std::vector<std::filesystem::path> filesOf(const FigureOrder& order, std::span<const AnalyzedPtr> files);

/// The page of these results, each with a row of its own where the kind has rows; without a recipe. Throws UserError
/// where the kind takes one file and several are given.
FigurePage pageOf(const FigureOrder& order, std::span<const AnalyzedPtr> files, const AnalysisList& list);

/// A word of a command, quoted where a shell would take it apart.
std::string shellWord(const std::string& word);

/// The command that makes it: "spindle figure results.h5 --kind theory --venue icml -o figure.pdf". Where only a page
/// file can say it, "--page page.json"; of an animation "spindle animate results.h5 -o film.mp4".
std::string commandOf(const FigureOrder& order, const std::vector<std::string>& files, const std::string& output,
                      const AnalysisList& list);

}  // namespace spindle::app
