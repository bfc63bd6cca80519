// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/series_axis.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace spindle {

bool stepsAreEpochs(const ResultsHeader& header) {
  return header.series == SeriesKind::training && header.axis.empty() && header.step == header.epoch &&
         std::any_of(header.epoch.begin(), header.epoch.end(), [](double epoch) { return epoch != 0.0; });
}

std::string seriesWord(const ResultsHeader& header) {
  if (!header.axis.empty()) return header.axis;
  switch (header.series) {
    case SeriesKind::depth:
      return "layer";
    case SeriesKind::models:
      return "model";
    case SeriesKind::training:
      break;
  }
  return stepsAreEpochs(header) ? "epoch" : "step";
}

ChartAxis seriesAxis(const ResultsHeader& header) {
  ChartAxis axis;
  const std::string word = seriesWord(header);
  axis.label = word == "step" && header.axis.empty() ? "training step" : word;
  axis.series = true;
  axis.scale = header.series == SeriesKind::training ? Scale::training : Scale::linear;
  axis.zero = header.series == SeriesKind::training;
  if (header.named()) {
    axis.scale = Scale::category;
    axis.names = header.checkpointNames;
    axis.low = -0.5;
    axis.high = static_cast<double>(header.checkpoints()) - 0.5;
    return axis;
  }
  if (header.step.empty()) return axis;
  const auto [low, high] = std::minmax_element(header.step.begin(), header.step.end());
  const bool training = axis.scale == Scale::training;
  axis.low = training ? std::max(0.0, *low) : *low;
  axis.high = training || *high == *low ? std::max(*high, *axis.low + 1.0) : *high;
  return axis;
}

ColumnInfo seriesColumn(const ResultsHeader& header) {
  return {"step", seriesWord(header), ColumnKind::step};
}

std::string placeName(const ResultsHeader& header, std::size_t checkpoint) {
  return stepName(header, header.step[checkpoint]);
}

std::string stepName(const ResultsHeader& header, double step) {
  if (!header.named()) return seriesWord(header) + " " + stepNumberText(step);
  const double last = static_cast<double>(header.checkpoints()) - 1.0;
  if (!(step >= 0.0 && step <= last)) return seriesWord(header) + " " + stepNumberText(step);
  const auto name = [&](double place) { return header.checkpointNames[static_cast<std::size_t>(place)]; };
  if (step != std::floor(step))
    return "between " + seriesWord(header) + "s " + name(std::floor(step)) + " and " + name(std::ceil(step));
  if (header.series == SeriesKind::depth && name(step) == outputFrame) return "the output";
  return (header.series == SeriesKind::depth ? "layer " : "") + name(step);
}

std::size_t requireFrame(const ResultsHeader& header, const std::string& text) {
  const auto found = std::find(header.checkpointNames.begin(), header.checkpointNames.end(), text);
  if (found == header.checkpointNames.end())
    throw UserError("There is no " + seriesWord(header) + " \"" + printable(text) + "\" in the results; there are " +
                    listed(header.checkpointNames, 30) + ".");
  return static_cast<std::size_t>(found - header.checkpointNames.begin());
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
