// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/strength_chart.h"

#include "core/analysis/series_axis.h"

namespace spindle {

Chart strengthChart(const OrderStrength& strength) {
  Chart chart;
  chart.name = "strength";
  chart.x = orderAxis(strength.variables());
  chart.y.label = "strength";
  const std::vector<double> x = orderPlaces(strength.andPositive.size());
  std::vector<ChartTarget> targets;
  for (int k = 1; k <= strength.variables(); ++k) targets.push_back(ChartTarget::order(k));
  const auto add = [&](const char* name, const std::vector<double>& y, InkKind ink, bool hatched) {
    chart.marks.push_back(Bars{name, x, y, {}, {ink}, 0, hatched, targets});
  };
  add("AND, positive", strength.andPositive, InkKind::andPositive, false);
  add("OR, positive", strength.orPositive, InkKind::orPositive, true);
  add("AND, negative", strength.andNegative, InkKind::andNegative, false);
  add("OR, negative", strength.orNegative, InkKind::orNegative, true);
  return chart;
}

}  // namespace spindle
