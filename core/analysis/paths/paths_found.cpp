// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/paths/paths_found.h"

#include "core/analysis/chart_frames.h"
#include "core/analysis/series_axis.h"

#include <algorithm>
#include <cmath>

namespace spindle {

const GatedResults* PathsFound::by(bool predicted) const {
  const auto one =
      std::find_if(gated.begin(), gated.end(), [&](const auto& all) { return all.by.predicted == predicted; });
  return one == gated.end() ? nullptr : &*one;
}

double meanOverLayers(const std::vector<double>& list) {
  double sum = 0.0, count = 0.0;
  for (const double value : list) {
    sum += std::isfinite(value) ? value : 0.0;
    count += std::isfinite(value) ? 1.0 : 0.0;
  }
  return count > 0.0 ? sum / count : std::nan("");
}

Chart correlationChart(const PathsFound& found) {
  Chart chart = seriesChart(found.header(), "path-correlation", "Similarity of paths beside confusion over training",
                            "rank correlation, share");
  chart.y.low = -1.0;
  chart.y.high = 1.0;
  chart.marksStart = true;
  Line correlation{"rank correlation", {}, {}, Ink::series(0), LineStyle::solid, true, {}};
  Line errors{"errors to a similar class", {}, {}, Ink::series(1), LineStyle::dashed, true, {}};
  Line chance{"the same by chance", {}, {}, Ink::series(1), LineStyle::dotted, false, {}};
  for (const std::size_t c : found.known) {
    addCheckpoint(chance, found.header(), c, found.series[c]->toAny);
    addCheckpoint(correlation, found.header(), c, found.series[c]->correlation);
    addCheckpoint(errors, found.header(), c, found.series[c]->toSimilar);
  }
  chart.marks = {std::move(correlation), std::move(errors), std::move(chance)};
  if (!hasContent(chart)) chart.empty = "fewer than " + std::to_string(enoughClasses) + " classes have a path";
  return chart;
}

Chart survivalChart(const PathsFound& found) {
  Chart chart = seriesChart(found.header(), "path-survival", "Strength left in a class's path over training",
                            "strength / that of the whole network");
  chart.marksStart = true;
  const int n = found.header().variables, half = n / 2;
  for (std::size_t g = 0; g < found.gated.size(); ++g) {
    const std::string path = found.gated.size() == 1       ? ""
                             : found.gated[g].by.predicted ? ", predicted class"
                                                           : ", true class";
    for (const bool high : {false, true}) {
      Line line{(high ? "orders " + std::to_string(half + 1) + " to " + std::to_string(n)
                      : "orders 1 to " + std::to_string(half)) +
                    path,
                {},
                {},
                Ink::series(high ? 1 : 0),
                g == 0 ? LineStyle::solid : LineStyle::dashed,
                true,
                {}};
      for (std::size_t c = 0; c < found.header().checkpoints(); ++c) {
        if (found.gated[g].kept[c])
          addCheckpoint(line, found.header(), c, found.gated[g].kept[c]->strengthOf(high, half));
      }
      chart.marks.push_back(std::move(line));
    }
  }
  return chart;
}

Chart keptByOrderChart(const PathsFound& found, std::size_t checkpoint) {
  Chart chart = orderChart(found.header(), checkpoint, "path-orders", "Strength left in a class's path, by order");
  chart.y.label = "strength / that of the whole network";
  for (const GatedResults& one : found.gated) {
    if (!one.kept[checkpoint]) continue;
    std::vector<double> values = one.kept[checkpoint]->strength;
    values.pop_back();
    chart.marks.push_back(
        orderBars(one.by.predicted ? "predicted class" : "true class", values, static_cast<int>(chart.marks.size())));
  }
  if (!hasContent(chart)) chart.empty = "no interactions through gates here";
  return chart;
}

}  // namespace spindle
