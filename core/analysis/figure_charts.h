// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzed_results.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// What stands beside and above a row of a composed figure.
struct FigureLine {
  struct Span {
    std::size_t first = 0, count = 0;  ///< charts of the row
    std::string text;                  ///< "phase one"
  };
  std::string title;                      ///< at the left, reading upwards: a run; may be empty
  std::vector<Span> spans = {};           ///< headings over neighboring charts
  std::vector<std::string> letters = {};  ///< one for each chart, "a"; empty: none
  std::vector<double> widths = {};        ///< of the charts, in relation to each other; empty: equal
  bool ownScales = false;                 ///< panels of this row do not share the y axis
};

/// A figure with its charts, ready to be painted.
struct FigureCharts {
  std::string name, title, sentence;
  std::vector<std::vector<Chart>> rows;
  bool ownScales = false;  ///< panels of a row do not share the y axis
  std::vector<FigureLine> lines =
      {};  ///< of a composed figure, one for each row: charts of unlike axes may share a row

  /// All charts, row by row.
  [[nodiscard]] std::vector<Chart> flat() const;
  /// Why there is nothing to draw; nullopt when at least one chart has content.
  [[nodiscard]] std::optional<std::string> missing() const;
};

struct NamedFigure {
  std::shared_ptr<const Analysis> analysis;
  FigureInfo figure;
};

/// All figures of all analyses, in the order of the list.
std::vector<NamedFigure> allFigures(const AnalysisList& list);

/// The figure of this name. Throws UserError with the list of names.
NamedFigure figureNamed(const AnalysisList& list, const std::string& name);

/// The charts of a figure. places: rows of the checkpoints at which charts of one place are drawn; empty: those the
/// figure asks for. live: values of live options. Needs analysis' result in `results`.
FigureCharts figureCharts(const AnalyzedResults& results, const NamedFigure& named,
                          const std::vector<std::size_t>& places = {}, const OptionValues& live = {});

/// The charts of an analysis with this name, at each of the places (or at the last computed checkpoint) if they belong
/// to one. Throws UserError with the names there are.
std::vector<Chart> chartsNamed(const AnalyzedResults& results, const std::shared_ptr<const Analysis>& analysis,
                               const std::string& name, std::vector<std::size_t> places, const OptionValues& live = {});

/// The figure of an analysis with this name, or one of its charts as a figure of its own; the empty name is its first
/// figure. A chart of one place is drawn at `checkpoint`, or at the last computed one. Throws UserError with the names
/// there are.
FigureCharts chartNamed(const AnalyzedResults& results, const std::shared_ptr<const Analysis>& analysis,
                        const std::string& name, std::optional<std::size_t> checkpoint, const OptionValues& live = {});

}  // namespace spindle
