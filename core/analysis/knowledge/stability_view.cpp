// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/knowledge/stability_view.h"

#include "core/analysis/series_axis.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

/// NaN where no sample has a value.
double meanOver(const MeasuredArray& array, std::size_t checkpoint, std::size_t k) {
  double sum = 0.0, count = 0.0;
  for (std::size_t s = 0; s < array.extent[1]; ++s) {
    const double value = array.at(checkpoint, s, k);
    if (!std::isfinite(value)) continue;
    sum += value;
    count += 1.0;
  }
  return count > 0.0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

AnalysisFinding stabilityFinding(const ResultsHeader& header, const NoiseStability& noise, std::size_t checkpoint) {
  AnalysisFinding finding{"Stability",
                          "Over " + std::to_string(noise.draws) + " noisy copies of each input (deviation " +
                              numberText(noise.sigma) + ") the mean of a salient interaction at " +
                              placeName(header, checkpoint) + " is so many standard deviations, by order:",
                          {}};
  for (std::size_t k = 0; k < noise.stability.extent[2]; ++k) {
    const double value = meanOver(noise.stability, checkpoint, k);
    finding.text += (k == 0 ? " " : ", ") + numberText(value);
    finding.numbers.emplace_back("stability_" + std::to_string(k + 1), value);
  }
  finding.text += ".";
  return finding;
}

Chart stabilityChart(const ResultsHeader& header, const NoiseStability& noise, std::size_t checkpoint) {
  Chart chart = orderChart(header, checkpoint, "stability", "Stability of salient interactions under noise");
  chart.y.label = "|mean| / deviation";
  const std::vector<double> x = orderPlaces(noise.stability.extent[2]);
  Line line{"", x, {}, {InkKind::measured}, LineStyle::solid, true, {}};
  for (std::size_t k = 0; k < x.size(); ++k) line.y.push_back(meanOver(noise.stability, checkpoint, k));
  if (std::ranges::none_of(line.y, [](double value) { return std::isfinite(value); })) chart.empty = "not measured";
  chart.marks.push_back(std::move(line));
  return chart;
}

Table stabilityTable(const ResultsHeader& header, const NoiseStability& noise,
                     const std::vector<std::size_t>& checkpoints) {
  Table table("stability", "Stability of salient interactions under noise, by order",
              {seriesColumn(header),
               {"order", "order", ColumnKind::count},
               {"stability", "|mean| / deviation"},
               {"salient", "salient per sample"}});
  for (const std::size_t c : checkpoints) {
    for (std::size_t k = 0; k < noise.stability.extent[2]; ++k)
      table.addRow({header.step[c], static_cast<std::int64_t>(k + 1), meanOver(noise.stability, c, k),
                    meanOver(noise.salient, c, k)},
                   ChartTarget::checkpoint(c));
  }
  table.setSpread("order", "stability");
  return table;
}

}  // namespace spindle
