// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/figure_charts.h"
#include "ui/figure/sample_charts.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// A page that somebody composed of charts, from a small JSON file:
///   {"letters": true, "caption": "...", "rows": [
///      [{"chart": "mean-order"}, {"chart": "losses", "width": 2}],
///      {"title": "LeNet", "panels": [{"kind": "strength", "steps": [0, 37], "results": 2, "letter": "(c)"}]}]}
/// A panel names a kind of figure (all its charts), a chart, or a chart and the kind or analysis it belongs to; the
/// kinds dynamics and sample ("sample": its number, "top": how many interactions) are panels, too.
struct PagePlan {
  struct Panel {
    std::string kind;                 ///< figure or analysis; may be empty where the chart's name is known
    std::string chart;                ///< empty: all charts of the kind
    std::vector<double> steps;        ///< of charts that show one checkpoint; empty: as the figure does, or the last
    std::size_t results = 1;          ///< which of the results files, from 1
    std::size_t sample = 0, top = 0;  ///< of the kind sample: its row, and interactions (0: as many as usual)
    std::optional<std::string> letter, heading;
    double width = 1.0;  ///< in relation to other panels

    /// The papers' main figure, and an input, are no figures of an analysis.
    [[nodiscard]] bool isDynamics() const { return kind == "dynamics" && chart.empty(); }
    [[nodiscard]] bool isSample() const { return kind == "sample" && chart.empty(); }

    bool operator==(const Panel&) const = default;
  };
  struct Row {
    std::string title;
    std::vector<Panel> panels;

    bool operator==(const Row&) const = default;
  };
  bool letters = true;  ///< a, b, c, ... where a panel has no letter of its own
  bool shared = true;   ///< neighboring charts with the same axes share them
  std::string caption;
  std::vector<Row> rows;

  [[nodiscard]] bool showsSamples() const;
  bool operator==(const PagePlan&) const = default;
};

/// The input in a row of results. Throws UserError where nobody knows it.
using InputOf = std::function<std::shared_ptr<const ShownSample>(const AnalyzedResults&, std::size_t row)>;

/// Throw UserError with the row, the panel, the key and what was expected. where: the file, for messages.
PagePlan readPagePlan(const std::filesystem::path& file);
PagePlan pagePlanFrom(const nlohmann::ordered_json& json, const std::string& where);

/// As readPagePlan() reads it; what is usual is left out.
nlohmann::ordered_json asJson(const PagePlan& plan);

/// The analysis that a figure or chart belongs to: by the name of a figure, of an analysis, or of a chart in a figure.
/// Throws UserError with the kinds there are.
std::shared_ptr<const Analysis> analysisFor(const AnalysisList& list, const std::string& kind,
                                            const std::string& chart);

/// The analyses that must be run for the page, each once.
AnalysisList analysesFor(const PagePlan& plan, const AnalysisList& list);

/// files: the results under analysesFor(). inputs: those of samples; none where the page shows none. Throws UserError.
FigureCharts composedPage(const PagePlan& plan, std::span<const AnalyzedPtr> files, const AnalysisList& list,
                          const InputOf& inputs = {});

}  // namespace spindle
