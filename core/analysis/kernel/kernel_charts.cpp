// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/kernel/kernel_charts.h"

#include "core/analysis/series_axis.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace spindle {
namespace {

struct DrawnLine {
  std::string name;
  Ink ink;
  LineStyle style;
  std::function<double(const KernelNumbers&)> value;
};

Chart overTraining(const ResultsHeader& header, const KernelSeries& series, const std::string& missing,
                   const std::string& name, const std::string& title, const std::string& y,
                   const std::vector<DrawnLine>& lines) {
  Chart chart;
  chart.name = name;
  chart.title = title;
  chart.x = seriesAxis(header);
  chart.y.label = y;
  chart.y.scale = Scale::logarithmic;
  chart.empty = missing;
  for (const DrawnLine& drawn : lines) {
    Line line{drawn.name, {}, {}, drawn.ink, drawn.style, true, {}};
    for (std::size_t c = 0; c < series.size(); ++c) {
      if (!series[c]) continue;
      const double value = drawn.value(*series[c]);
      line.x.push_back(header.step[c]);
      line.y.push_back(value > 0.0 ? value : std::numeric_limits<double>::quiet_NaN());
      line.targets.push_back(ChartTarget::checkpoint(c));
    }
    if (!line.x.empty()) chart.marks.push_back(std::move(line));
  }
  chart.marksStart = !chart.marks.empty();
  if (!chart.marks.empty()) chart.empty.clear();
  return chart;
}

/// Not drawn where it is rounding.
double leastOf(const SpectrumEnds& ends) {
  return ends.singular() ? std::numeric_limits<double>::quiet_NaN() : ends.least;
}

}  // namespace

std::vector<Chart> kernelCharts(const ResultsHeader& header, const KernelSeries& series, const std::string& missing) {
  const Ink measured{InkKind::measured}, reference{InkKind::reference};
  const auto ends = [&](const char* name, const std::string& title, const char* y, SpectrumEnds KernelNumbers::*which) {
    return overTraining(
        header, series, missing, name, title, y,
        {{"largest", reference, LineStyle::solid, [which](const auto& n) { return (n.*which).largest; }},
         {"least", measured, LineStyle::solid, [which](const auto& n) { return leastOf(n.*which); }}});
  };
  return {ends("eigenvalues", "Largest and least eigenvalue of the kernel over training", "eigenvalue",
               &KernelNumbers::raw),
          ends("normalized", "The same of the kernel of cosines, without the lengths of the gradients, over training",
               "eigenvalue, of cosines", &KernelNumbers::normalized),
          overTraining(
              header, series, missing, "condition", "Condition number of the kernel over training", "largest / least",
              {{"as it is", measured, LineStyle::solid, [](const auto& n) { return n.raw.condition(); }},
               {"of cosines", reference, LineStyle::dashed, [](const auto& n) { return n.normalized.condition(); }}}),
          overTraining(
              header, series, missing, "distance",
              "Distance of the kernel from that of the start, as it is and without its size, over training",
              "distance from the start",
              {{"as it is", measured, LineStyle::solid, [](const auto& n) { return n.distance; }},
               {"without its size", reference, LineStyle::dashed, [](const auto& n) { return n.shapeDistance; }}})};
}

Chart kernelMatrixChart(const ResultsHeader& header, const std::optional<TangentKernel>& kernel, std::size_t checkpoint,
                        const std::string& missing) {
  Chart chart;
  chart.name = "matrix";
  chart.title = "Cosines between the gradients of samples, by class, at " + placeName(header, checkpoint);
  chart.heading = placeName(header, checkpoint);
  chart.x.label = chart.y.label = "sample, by class";
  if (!kernel || std::isnan(kernel->ntk.at(checkpoint, 0, 0))) {
    chart.empty = kernel ? "not measured" : missing;
    return chart;
  }
  std::vector<std::size_t> order(kernel->samples());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t s) { return header.sampleTarget[s]; });
  Cells cells{
      .name = "cosine", .x = {}, .y = {}, .values = {}, .low = -1.0, .high = 1.0, .diverging = true, .targets = {}};
  for (std::size_t i = 0; i < order.size(); ++i) {
    cells.x.push_back(static_cast<double>(i + 1));
    cells.y.push_back(static_cast<double>(i + 1));
    for (const std::size_t j : order) cells.values.push_back(gradientCosine(*kernel, checkpoint, order[i], j));
  }
  chart.x.low = chart.y.low = 0.5;
  chart.x.high = chart.y.high = static_cast<double>(order.size()) + 0.5;
  chart.marks.push_back(std::move(cells));
  return chart;
}

Table kernelTable(const ResultsHeader& header, const KernelSeries& series) {
  Table table("kernel", "The tangent kernel over training",
              {seriesColumn(header),
               {"least", "least eigenvalue"},
               {"largest", "largest eigenvalue"},
               {"condition", "condition number"},
               {"least_normalized", "least, of cosines"},
               {"largest_normalized", "largest, of cosines"},
               {"condition_normalized", "condition, of cosines"},
               {"distance", "distance from the start"},
               {"distance_without_size", "without its size"},
               {"mean_diagonal", "mean squared gradient"}});
  for (std::size_t c = 0; c < series.size(); ++c) {
    if (!series[c]) continue;
    const KernelNumbers& n = *series[c];
    table.addRow({header.step[c], n.raw.least, n.raw.largest, n.raw.condition(), n.normalized.least,
                  n.normalized.largest, n.normalized.condition(), n.distance, n.shapeDistance, n.diagonal},
                 ChartTarget::checkpoint(c));
  }
  return table;
}

}  // namespace spindle
