// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/replicates/replicates_charts.h"

#include "core/analysis/chart_frames.h"
#include "core/analysis/series_axis.h"

#include <cmath>

namespace spindle {

Chart replicatesChart(const ResultsHeader& header, const ReplicateBand& band, std::span<const double> starts,
                      const std::string& missing) {
  Chart chart =
      seriesChart(header, "replicates", "Mean order over files: mean and standard error, and each file", "mean order");
  chart.y.zero = false;
  chart.empty = missing;
  if (!missing.empty()) return chart;
  Band spread{"mean \u00b1 standard error", {}, {}, {}, {InkKind::measured}};
  const std::size_t files = band.places.front().rows.size();
  Line mean{"mean of " + std::to_string(files) + " files", {}, {}, {}, LineStyle::solid, true, {}};
  for (const ReplicatePlace& place : band.places) {
    const double error = std::isfinite(place.meanOrder.error) ? place.meanOrder.error : 0.0;
    spread.x.push_back(place.step);
    spread.low.push_back(place.meanOrder.mean - error);
    spread.high.push_back(place.meanOrder.mean + error);
    addCheckpoint(mean, header, place.rows.front(), place.meanOrder.mean);
  }
  for (std::size_t i = 0; i < files; ++i) {
    Line file{i == 0 ? "each file" : "", mean.x, {}, {InkKind::faint}, LineStyle::dotted, false, {}};
    for (const ReplicatePlace& place : band.places) file.y.push_back(place.meanOrders[i]);
    chart.marks.push_back(std::move(file));
  }
  for (std::size_t i = 0; i < starts.size(); ++i) {
    if (std::isfinite(starts[i])) chart.marks.push_back(Rule{starts[i], true, i == 0 ? "phase two" : ""});
  }
  chart.marks.push_back(std::move(spread));
  chart.marks.push_back(std::move(mean));
  return chart;
}

Chart replicateSharesChart(const ResultsHeader& header, std::size_t checkpoint, const ReplicatePlace* here,
                           const std::string& missing) {
  const std::string place = placeName(header, checkpoint);
  Chart chart = orderChart(header.variables, "replicate-shares", "Shares of strength by order over files at " + place,
                           "share of strength");
  chart.heading = place + ", mean and standard error over files";
  if (here == nullptr) {
    chart.empty = missing.empty() ? "this step is not computed in all of the files" : missing;
    return chart;
  }
  Bars bars{"", orderPlaces(here->shares.size()), {}, {}, {}, 0, false, {}};
  for (const ReplicateMean& one : here->shares) {
    bars.y.push_back(one.mean);
    bars.error.push_back(one.error);
    bars.targets.push_back(ChartTarget::order(static_cast<int>(bars.y.size())));
  }
  chart.marks.push_back(std::move(bars));
  return chart;
}

}  // namespace spindle
