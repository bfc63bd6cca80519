// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/sample_figure.h"

#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/base/user_error.h"
#include "core/chart/number_text.h"
#include "core/results/results_options.h"
#include "ui/figure/sample_source.h"
#include "ui/session/interaction_list.h"
#include "ui/session/wording.h"

#include <algorithm>

namespace spindle {
namespace {

std::vector<ShownInteraction> strongest(const AnalyzedResults& results, std::size_t checkpoint, std::size_t row,
                                        std::size_t count) {
  const InteractionListPtr list =
      interactionList(results.results->pair(checkpoint, row), (*results.strengths)[checkpoint].threshold(),
                      results.choices.salience.orderOne);
  std::vector<ShownInteraction> shown;
  for (const Interaction& one : list->rows) {
    if (shown.size() == count) break;
    shown.push_back({one.coalition, one.kind, one.value, effectText(one.value)});
  }
  return shown;
}

}  // namespace

std::size_t topOf(const SampleFigureOptions& options, const InputFormat& format) {
  return options.top > 0 ? std::min(options.top, mostInteractions) : isPicture(format) ? 4 : 8;
}

std::string effectText(double value) {
  return value < 0.0 ? "\u2212" + numberText(-value) : (value > 0.0 ? "+" : "") + numberText(value);
}

std::string scoreName(const ResultsHeader& header) {
  const auto score = readOptions(header).measurement.score;
  return score ? toText(*score) : "score";
}

FigureCharts sampleFigure(const AnalyzedResults& results, const ShownSample& shown,
                          const SampleFigureOptions& options) {
  const ResultsHeader& header = results.results->header();
  requireRow(header, options.row);
  std::vector<std::size_t> checkpoints = knownCheckpoints(*results.strengths);
  if (!options.steps.empty())
    checkpoints = checkpointsNearSteps(header, *results.strengths, options.steps);
  else if (!checkpoints.empty())
    checkpoints.erase(checkpoints.begin(), checkpoints.end() - 1);
  if (checkpoints.empty())
    throw UserError(header.run + ": the results hold no finished checkpoint; continue with spindle extract --resume.");
  FigureCharts figure;
  figure.name = "sample";
  figure.title = "An input and its strongest interactions";
  for (const std::size_t checkpoint : checkpoints) {
    if (!results.results->done(checkpoint, options.row))
      throw UserError("Sample " + std::to_string(options.row) + " was not computed at " +
                      placeName(header, checkpoint) + "; resume the computation to have it.");
    const auto interactions = strongest(results, checkpoint, options.row, topOf(options, shown.format));
    std::vector<Chart> row;
    if (isPicture(shown.format)) {
      row.push_back(inputPicture(shown));
      for (const ShownInteraction& one : interactions) row.push_back(interactionPicture(shown, one));
    } else {
      row.push_back(interactionList(shown, interactions));
      row.back().x.label += " on the " + scoreName(header);
    }
    if (checkpoints.size() > 1) figure.lines.push_back({placeName(header, checkpoint), {}});
    figure.rows.push_back(std::move(row));
  }
  const std::string& name = header.sampleNames[options.row];
  std::string places;
  for (const std::size_t c : checkpoints)
    places += (places.empty() ? "" : c == checkpoints.back() ? " and " : ", ") + placeName(header, c);
  figure.sentence = "Sample " + std::to_string(options.row) +
                    (name.empty() || name == std::to_string(header.sampleIndex[options.row]) ? "" : " (" + name + ")") +
                    " with its " + std::to_string(header.variables) +
                    " input variables and its strongest interactions at " + places + ", each with its effect on the " +
                    scoreName(header) + "; AND interactions are drawn solid, OR interactions dashed.";
  return figure;
}

}  // namespace spindle
