// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/dynamics_figure.h"

#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/start_range.h"
#include "core/analysis/strength_chart.h"
#include "core/base/user_error.h"
#include "ui/session/strength_view.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace spindle {
namespace {

std::vector<std::size_t> shownCheckpoints(const AnalyzedResults& results, const std::vector<double>& steps) {
  return steps.empty() ? dynamicsCheckpoints(results)
                       : checkpointsNearSteps(results.results->header(), *results.strengths, steps);
}

Chart barsAt(const AnalyzedResults& results, std::size_t checkpoint, bool raw) {
  const OrderStrength strength = orderStrength((*results.strengths)[checkpoint]);
  Chart chart = strengthChart(raw ? strength : shownStrength(strength, {ShownKinds::both, true}));
  chart.title = "Strength by order at " + placeName(results.results->header(), checkpoint);
  chart.heading = placeName(results.results->header(), checkpoint);
  if (!raw) chart.y.label = "share of strength";
  return chart;
}

/// The range of the start over draws and ties as a band from edge to edge, and the start itself.
void markStart(Chart& chart, const ResultsHeader& header, const PhaseResult& start) {
  if (!start.checkpoint) return;
  const AxisRange y = rangeY(chart);
  if (start.choices && start.choices->low != start.choices->high) {
    chart.y.low = y.low;
    chart.y.high = y.high;
    const double low = header.step[start.choices->low], high = header.step[start.choices->high];
    chart.marks.insert(chart.marks.begin(), Band{"", {low, high}, {y.low, y.low}, {y.high, y.high}, {InkKind::faint}});
  }
  chart.marks.push_back(
      Rule{header.step[*start.checkpoint], true, "start: " + placeName(header, *start.checkpoint), {InkKind::text}});
}

/// Whether some value stands alone, where a line without points shows nothing.
bool hasLoneValue(const std::vector<double>& values) {
  const auto known = [&](std::size_t i) { return i < values.size() && std::isfinite(values[i]); };
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (known(i) && !known(i + 1) && (i == 0 || !known(i - 1))) return true;
  }
  return false;
}

/// With points at the checkpoints that are shown beside it.
Chart gapChart(const AnalyzedResults& results, const std::vector<std::size_t>& shown) {
  const ResultsHeader& header = results.results->header();
  Chart chart;
  chart.name = "gap";
  chart.x = seriesAxis(header);
  Line line{"", header.step, {}, {InkKind::text}, LineStyle::solid, false, {}};
  for (std::size_t c = 0; c < header.checkpoints(); ++c) line.y.push_back(header.testLoss[c] - header.trainLoss[c]);
  const bool losses = std::any_of(line.y.begin(), line.y.end(), [](double gap) { return std::isfinite(gap); });
  chart.title = losses ? "Gap of test and training loss" : "Mean order over training";
  chart.heading = losses ? "loss gap" : "mean order";
  chart.y.label = losses ? "test \u2212 train loss" : "mean order";
  chart.y.zero = losses;
  if (!losses) {
    line.y.clear();
    for (const SampleStrengths& samples : *results.strengths)
      line.y.push_back(samples.presentSamples() > 0 ? orderStrength(samples).meanOrder()
                                                    : std::numeric_limits<double>::quiet_NaN());
  }
  line.points = hasLoneValue(line.y);
  Line points{"", {}, {}, {InkKind::text}, LineStyle::none, true, {}};
  for (const std::size_t c : shown) {
    points.x.push_back(line.x[c]);
    points.y.push_back(line.y[c]);
  }
  chart.marks.push_back(std::move(line));
  chart.marks.push_back(std::move(points));
  markStart(chart, header, results.phases->meanOrder);
  return chart;
}

FigureLine lineOf(const AnalyzedResults& results, const std::vector<std::size_t>& shown, bool withTitle) {
  FigureLine line;
  if (withTitle) line.title = results.results->header().run;
  line.widths.assign(shown.size(), 1.0);
  line.widths.push_back(2.0);
  const auto start = results.phases->meanOrder.checkpoint;
  if (!start) return line;
  const auto before = static_cast<std::size_t>(
      std::count_if(shown.begin(), shown.end(), [&](std::size_t checkpoint) { return checkpoint < *start; }));
  if (before > 0) line.spans.push_back({0, before, "phase one"});
  if (before < shown.size()) line.spans.push_back({before, shown.size() - before, "phase two"});
  return line;
}

/// Names that several rows share are told apart by their files.
void nameRows(std::vector<FigureLine>& lines, std::span<const AnalyzedPtr> files) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string& run = files[i]->results->header().run;
    const auto same = std::count_if(files.begin(), files.end(),
                                    [&](const AnalyzedPtr& file) { return file->results->header().run == run; });
    if (same > 1 && !files[i]->file.empty()) lines[i].title = files[i]->file.stem().string();
  }
}

/// Shares stand on one axis in all panels.
void shareScale(std::vector<std::vector<Chart>>& rows) {
  AxisRange all{0.0, 0.0};
  const auto bars = [](const Chart& chart) { return chart.name == "strength"; };
  for (const auto& row : rows) {
    for (const Chart& chart : row) {
      if (!bars(chart)) continue;
      const AxisRange own = rangeY(chart);
      all = {std::min(all.low, own.low), std::max(all.high, own.high)};
    }
  }
  if (!(all.low < all.high)) return;
  for (auto& row : rows) {
    for (Chart& chart : row) {
      if (!bars(chart)) continue;
      chart.y.low = all.low;
      chart.y.high = all.high;
    }
  }
}

}  // namespace

std::vector<std::size_t> dynamicsCheckpoints(const AnalyzedResults& results) {
  const ResultsHeader& header = results.results->header();
  const auto start = results.phases->meanOrder.checkpoint;
  const std::vector<std::size_t> known = knownCheckpoints(*results.strengths);
  if (!start || known.empty()) return representativeCheckpoints(header, *results.strengths, *results.phases);
  const auto order = [&](std::size_t c) { return orderStrength((*results.strengths)[c]).meanOrder(); };
  const auto between = [&](std::size_t a, std::size_t b) {
    const double step = std::sqrt((header.step[a] + 1.0) * (header.step[b] + 1.0)) - 1.0;
    return checkpointsNearSteps(header, *results.strengths, {step}).front();
  };
  const double least = order(*start) + results.choices.phases.tie;
  std::size_t end = *start;
  for (const std::size_t c : known) {
    if (c < end && order(c) <= least) end = c;
  }
  if (end == *start || end == known.front()) end = between(known.front(), *start);
  const std::set<std::size_t> shown{known.front(), end, *start, between(*start, known.back()), known.back()};
  return {shown.begin(), shown.end()};
}

FigureCharts dynamicsFigure(std::span<const AnalyzedPtr> files, const DynamicsFigureOptions& options) {
  FigureCharts figure;
  figure.name = "dynamics";
  figure.title = "Dynamics of interactions";
  figure.ownScales = options.raw;
  for (const AnalyzedPtr& file : files) {
    const std::vector<std::size_t> shown = shownCheckpoints(*file, options.steps);
    if (shown.empty())
      throw UserError(file->results->header().run +
                      ": the results hold no finished checkpoint; continue with spindle extract --resume.");
    std::vector<Chart> row;
    for (const std::size_t checkpoint : shown) row.push_back(barsAt(*file, checkpoint, options.raw));
    row.push_back(gapChart(*file, shown));
    figure.rows.push_back(std::move(row));
    figure.lines.push_back(lineOf(*file, shown, files.size() > 1));
  }
  nameRows(figure.lines, files);
  if (!options.raw) shareScale(figure.rows);
  figure.sentence = std::string(options.raw ? "Strength" : "Share of the strength") +
                    " of salient AND and OR interactions of each order at chosen checkpoints, positive up and "
                    "negative down; right: the gap of test and training loss, with dots at these checkpoints. The "
                    "dashed line marks the start of "
                    "phase two, from which the network learns interactions of growing order.";
  return figure;
}

}  // namespace spindle
