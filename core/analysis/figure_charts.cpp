// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/figure_charts.h"

#include "core/analysis/along_series.h"
#include "core/analysis/representative.h"
#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>

namespace spindle {
namespace {

std::optional<Chart> find(std::vector<Chart> charts, const std::string& name) {
  for (Chart& chart : charts) {
    if (chart.name == name) return std::move(chart);
  }
  return std::nullopt;
}

const AnalysisResult& resultOf(const AnalyzedResults& results, const Analysis& analysis) {
  return *results.found.at(analysis.info().name);
}

/// The chart of this name, once for each place if it belongs to a place.
void append(std::vector<Chart>& row, const AnalyzedResults& results, const Analysis& analysis, const std::string& name,
            const std::vector<std::size_t>& places, const OptionValues& live) {
  if (auto whole = find(wholeCharts(results, analysis.info().name), name)) {
    row.push_back(std::move(*whole));
    return;
  }
  for (const std::size_t checkpoint : places) {
    if (auto here = find(resultOf(results, analysis).chartsAt({checkpoint, live}), name))
      row.push_back(std::move(*here));
  }
}

}  // namespace

std::vector<Chart> FigureCharts::flat() const {
  std::vector<Chart> all;
  for (const auto& row : rows) all.insert(all.end(), row.begin(), row.end());
  return all;
}

std::optional<std::string> FigureCharts::missing() const {
  std::string reason;
  for (const auto& row : rows) {
    for (const Chart& chart : row) {
      if (hasContent(chart)) return std::nullopt;
      if (reason.empty()) reason = chart.empty;
    }
  }
  while (reason.ends_with('.')) reason.pop_back();  // part of a sentence
  if (rows.empty()) return "it shows checkpoints of phase two, and none was found";
  return reason.empty() ? "no value is known" : reason;
}

std::vector<NamedFigure> allFigures(const AnalysisList& list) {
  std::vector<NamedFigure> figures;
  for (const auto& analysis : list) {
    for (const FigureInfo& figure : analysis->info().figures) figures.push_back({analysis, figure});
  }
  return figures;
}

NamedFigure figureNamed(const AnalysisList& list, const std::string& name) {
  std::vector<std::string> names;
  for (NamedFigure& one : allFigures(list)) {
    if (one.figure.name == name) return std::move(one);
    names.push_back(one.figure.name);
  }
  throw UserError("\"" + printable(name) + "\" is not a kind of figure; choose one of " + listed(names, names.size()) +
                  ".");
}

FigureCharts figureCharts(const AnalyzedResults& results, const NamedFigure& named,
                          const std::vector<std::size_t>& places, const OptionValues& live) {
  const FigureInfo& figure = named.figure;
  const ResultsHeader& header = results.results->header();
  FigureCharts made{
      figure.name, alongSeries(header, figure.title), alongSeries(header, figure.sentence), {}, figure.ownScales};
  const std::vector<std::size_t> shown = places.empty() ? placesOf(figure, results) : places;
  for (const auto& names : figure.rows) {
    std::vector<Chart> row;
    for (const std::string& name : names) append(row, results, *named.analysis, name, shown, live);
    if (!row.empty()) made.rows.push_back(std::move(row));
  }
  return made;
}

std::vector<Chart> chartsNamed(const AnalyzedResults& results, const std::shared_ptr<const Analysis>& analysis,
                               const std::string& name, std::vector<std::size_t> places, const OptionValues& live) {
  const std::vector<std::size_t> known = knownCheckpoints(*results.strengths);
  if (places.empty() && !known.empty()) places.push_back(known.back());
  const AnalysisResult& result = resultOf(results, *analysis);
  std::vector<Chart> row;
  append(row, results, *analysis, name, places, live);
  if (!row.empty()) return row;
  std::vector<std::string> names;
  for (const FigureInfo& figure : analysis->info().figures) names.push_back(figure.name);
  const auto add = [&names](const std::vector<Chart>& charts) {
    for (const Chart& chart : charts) {
      if (std::find(names.begin(), names.end(), chart.name) == names.end()) names.push_back(chart.name);
    }
  };
  add(result.charts());
  if (!places.empty()) add(result.chartsAt({places.front(), live}));
  throw UserError("\"" + printable(name) + "\" is not a figure or chart of " + analysis->info().name +
                  "; choose one of " + listed(names, names.size()) + ".");
}

FigureCharts chartNamed(const AnalyzedResults& results, const std::shared_ptr<const Analysis>& analysis,
                        const std::string& name, std::optional<std::size_t> checkpoint, const OptionValues& live) {
  std::vector<std::size_t> places;
  if (checkpoint) places.push_back(*checkpoint);
  for (const FigureInfo& figure : analysis->info().figures) {
    if (name.empty() || figure.name == name) return figureCharts(results, {analysis, figure}, places, live);
  }
  std::vector<Chart> row = chartsNamed(results, analysis, name, places, live);
  const std::string title = row.front().title;
  return {name, title, title + ".", {std::move(row)}, false};
}

}  // namespace spindle
