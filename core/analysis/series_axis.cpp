// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/series_axis.h"

#include "core/chart/number_text.h"

#include <algorithm>
#include <numeric>

namespace spindle {

bool stepsAreEpochs(const ResultsHeader& header) {
  return header.step == header.epoch &&
         std::any_of(header.epoch.begin(), header.epoch.end(), [](double epoch) { return epoch != 0.0; });
}

ChartAxis seriesAxis(const ResultsHeader& header) {
  ChartAxis axis;
  axis.label = stepsAreEpochs(header) ? "epoch" : "training step";
  axis.scale = Scale::training;
  axis.series = true;
  if (header.step.empty()) return axis;
  const auto [low, high] = std::minmax_element(header.step.begin(), header.step.end());
  axis.low = std::max(0.0, *low);
  axis.high = std::max(*high, *axis.low + 1.0);
  return axis;
}

ColumnInfo seriesColumn(const ResultsHeader& header) {
  return {"step", stepsAreEpochs(header) ? "epoch" : "step", ColumnKind::step};
}

std::string placeName(const ResultsHeader& header, std::size_t checkpoint) {
  return (stepsAreEpochs(header) ? "epoch " : "step ") + stepNumberText(header.step[checkpoint]);
}

ChartAxis orderAxis(int variables) {
  ChartAxis axis;
  axis.label = "order of interaction";
  axis.scale = Scale::category;
  axis.low = 0.5;
  axis.high = variables + 0.5;
  return axis;
}

Chart orderChart(const ResultsHeader& header, std::size_t checkpoint, const std::string& name,
                 const std::string& title) {
  Chart chart;
  chart.name = name;
  chart.heading = placeName(header, checkpoint);
  chart.title = title + " at " + chart.heading;
  chart.x = orderAxis(header.variables);
  return chart;
}

Bars orderBars(const std::string& name, const std::vector<double>& values, int number) {
  return {name, orderPlaces(values.size()), values, {}, Ink::series(number), number, number % 2 == 1, {}};
}

std::vector<double> orderPlaces(std::size_t count) {
  std::vector<double> places(count);
  std::iota(places.begin(), places.end(), 1.0);
  return places;
}

}  // namespace spindle
