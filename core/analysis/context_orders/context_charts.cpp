// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/context_orders/context_charts.h"

#include "core/analysis/series_axis.h"

#include <algorithm>
#include <cmath>

namespace spindle {

ChartAxis contextAxis(std::size_t orders) {
  ChartAxis axis;
  axis.label = "context order m";
  axis.scale = Scale::category;
  axis.low = -0.5;
  axis.high = static_cast<double>(orders) - 0.5;
  return axis;
}

std::vector<double> contextPlaces(std::size_t orders) {
  std::vector<double> places = orderPlaces(orders);
  for (double& place : places) place -= 1.0;
  return places;
}

Chart contextCurveChart(const ContextCurve& curve, int variables, bool relative) {
  Chart chart;
  chart.x = contextAxis(curve.strength.size());
  const std::vector<double> x = contextPlaces(curve.strength.size());
  if (relative) {
    if (std::isfinite(curve.low.front()))
      chart.marks.push_back(Band{"90 % by resampling of samples", x, curve.low, curve.high, {InkKind::measured}});
    chart.marks.push_back(Line{"scores without structure",
                               x,
                               unstructuredRelativeStrength(variables),
                               {InkKind::faint},
                               LineStyle::dotted,
                               false,
                               {}});
    chart.marks.push_back(Rule{1.0, false, "J = 1"});
  }
  chart.marks.push_back(Line{relative ? "J" : "S",
                             x,
                             relative ? curve.relative : curve.strength,
                             {InkKind::measured},
                             LineStyle::solid,
                             true,
                             {}});
  return chart;
}

Chart pairMatrixChart(std::vector<double> matrix, int variables) {
  Chart chart;
  chart.x = chart.y = orderAxis(variables);
  chart.x.label = chart.y.label = "variable";
  const auto n = static_cast<std::size_t>(variables);
  double largest = 0.0;
  for (const double value : matrix) largest = std::isfinite(value) ? std::max(largest, std::abs(value)) : largest;
  Cells cells{"I", orderPlaces(n), orderPlaces(n), std::move(matrix), -largest, largest, true, {}};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j)
      cells.targets.push_back(i == j ? ChartTarget{} : ChartTarget::pair((1U << i) | (1U << j)));
  }
  chart.marks.push_back(std::move(cells));
  return chart;
}

}  // namespace spindle
