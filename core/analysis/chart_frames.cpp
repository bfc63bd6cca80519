// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/chart_frames.h"

#include "core/analysis/series_axis.h"

namespace spindle {
namespace {

Chart frame(ChartAxis x, const std::string& name, const std::string& title, const std::string& label,
            const std::string& unit) {
  Chart chart;
  chart.name = name;
  chart.title = title;
  chart.x = std::move(x);
  chart.y.label = label;
  chart.y.unit = unit;
  return chart;
}

}  // namespace

Chart seriesChart(const ResultsHeader& header, const std::string& name, const std::string& title,
                  const std::string& label, const std::string& unit) {
  return frame(seriesAxis(header), name, title, label, unit);
}

Chart orderChart(int variables, const std::string& name, const std::string& title, const std::string& label,
                 const std::string& unit) {
  return frame(orderAxis(variables), name, title, label, unit);
}

void addCheckpoint(Line& line, const ResultsHeader& header, std::size_t checkpoint, double value) {
  line.x.push_back(header.step[checkpoint]);
  line.y.push_back(value);
  line.targets.push_back(ChartTarget::checkpoint(checkpoint));
}

}  // namespace spindle
