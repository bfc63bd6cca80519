// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/screen_places.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace spindle {
namespace {

constexpr double share = 0.76;  // of a slot, taken by all of its stacks
constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// The stretch of an axis between its places 0 and 1.
AxisRange unitStretch(const ChartAxis& axis) {
  switch (axis.scale) {
    case Scale::logarithmic:
      return {1.0, 10.0};
    case Scale::training:
      return {0.0, 9.0};
    case Scale::symlog:
      return {0.0, 9.0 * axis.linearWithin};
    case Scale::linear:
    case Scale::category:
      break;
  }
  return {0.0, 1.0};
}

/// 1 on an axis of categories, else the least distance of two bars.
double slotWidth(const Chart& chart) {
  if (chart.x.scale == Scale::category) return 1.0;
  std::vector<double> places;
  for (const Mark& mark : chart.marks) {
    const auto* bars = std::get_if<Bars>(&mark);
    if (bars == nullptr) continue;
    for (const double x : bars->x) {
      if (const double place = screenPlace(chart.x, x); std::isfinite(place)) places.push_back(place);
    }
  }
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  const AxisRange range = rangeX(chart);
  double least = places.size() < 2 ? 0.2 * (screenPlace(chart.x, range.high) - screenPlace(chart.x, range.low))
                                   : places[1] - places[0];
  for (std::size_t i = 2; i < places.size(); ++i) least = std::min(least, places[i] - places[i - 1]);
  return least;
}

}  // namespace

double screenPlace(const ChartAxis& axis, double value) {
  return std::isfinite(value) ? placeOn(axis, unitStretch(axis), value) : none;
}

double barGround(const Chart& chart) {
  return screenPlace(chart.y, chart.y.scale == Scale::logarithmic ? rangeY(chart).low : 0.0);
}

std::vector<std::vector<BarPlace>> barPlaces(const Chart& chart) {
  std::vector<std::vector<BarPlace>> places(chart.marks.size());
  const std::vector<int> stacks = barStacks(chart);
  if (stacks.empty()) return places;
  const auto count = static_cast<double>(stacks.size());
  const double width = share * slotWidth(chart) / count;
  const double ground = barGround(chart);
  const bool logarithmic = chart.y.scale == Scale::logarithmic;
  std::map<std::pair<int, double>, std::pair<double, double>> sums;
  for (std::size_t m = 0; m < chart.marks.size(); ++m) {
    const auto* bars = std::get_if<Bars>(&chart.marks[m]);
    if (bars == nullptr) continue;
    const auto stack = static_cast<double>(std::find(stacks.begin(), stacks.end(), bars->stack) - stacks.begin());
    const double offset = (stack - 0.5 * (count - 1.0)) * width;
    for (std::size_t i = 0; i < bars->x.size(); ++i) {
      BarPlace place{screenPlace(chart.x, bars->x[i]) + offset, width, ground, none, none};
      if (std::isfinite(place.middle) && std::isfinite(bars->y[i])) {
        auto& [up, down] = sums[{bars->stack, bars->x[i]}];
        double& sum = bars->y[i] < 0.0 ? down : up;
        if (sum != 0.0) place.from = screenPlace(chart.y, sum);
        sum += bars->y[i];
        place.sum = sum;
        place.to = screenPlace(chart.y, sum);
        if (logarithmic) {
          place.from = std::max(place.from, ground);
          place.to = std::max(place.to, ground);
        }
      }
      places[m].push_back(place);
    }
  }
  return places;
}

std::vector<double> cellEdges(const ChartAxis& axis, const std::vector<double>& middles) {
  std::vector<double> edges;
  if (middles.empty()) return edges;
  std::vector<double> places;
  places.reserve(middles.size());
  for (const double middle : middles) places.push_back(screenPlace(axis, middle));
  const std::size_t last = places.size() - 1;
  const double first = last == 0 ? 1.0 : places[1] - places[0];
  edges.push_back(places[0] - 0.5 * first);
  for (std::size_t i = 1; i <= last; ++i) edges.push_back(0.5 * (places[i - 1] + places[i]));
  edges.push_back(places[last] + 0.5 * (last == 0 ? 1.0 : places[last] - places[last - 1]));
  return edges;
}

}  // namespace spindle
