// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/generalizable/generalizable_charts.h"

#include "core/analysis/chart_frames.h"
#include "core/analysis/series_axis.h"

#include <numeric>

namespace spindle {

Chart generalizableChart(const ResultsHeader& header, const std::string& label, const std::vector<Verdict>& verdicts,
                         std::size_t chosen, std::span<const std::size_t> known, const std::string& missing) {
  Chart chart =
      seriesChart(header, "generalizable",
                  "Share of the strength of " + label + " that is salient in other networks too", "share of strength");
  chart.y.low = 0.0;
  chart.y.high = 1.0;
  for (std::size_t v = 0; v < verdicts.size(); ++v) {
    Line line{verdicts[v].name, {}, {}, Ink::series(static_cast<int>(v)), LineStyle::solid, true, {}};
    Line chance{"by chance", {}, {}, {InkKind::faint}, LineStyle::dashed, false, {}};
    for (const std::size_t c : known) {
      if (!verdicts[v].at[c]) continue;
      addCheckpoint(line, header, c, verdicts[v].at[c]->share());
      chance.y.push_back(verdicts[v].at[c]->chanceShare());
    }
    chance.x = line.x;
    if (line.x.empty()) continue;
    chart.marks.push_back(std::move(line));
    if (v == chosen) chart.marks.push_back(std::move(chance));
  }
  chart.marksStart = !chart.marks.empty();
  if (chart.marks.empty()) chart.empty = missing;
  return chart;
}

Chart generalizableOrders(const ResultsHeader& header, std::size_t checkpoint, const Verdict* verdict,
                          const std::string& missing) {
  const std::string place = placeName(header, checkpoint);
  Chart chart = orderChart(header.variables, "generalizable-by-order",
                           "Strength by order that is salient in other networks too, at " + place, "share of strength");
  if (verdict == nullptr || !verdict->at.at(checkpoint)) {
    chart.empty = missing;
    return chart;
  }
  chart.heading = place + ", judged by " + verdict->name;
  const JudgedStrength& here = *verdict->at.at(checkpoint);
  const double sum = std::accumulate(here.all.begin(), here.all.end(), 0.0);
  Bars confirmed{"salient there too", orderPlaces(here.all.size()), {}, {}, Ink::series(0), 0, false, {}};
  Bars rest{"here only", confirmed.x, {}, {}, Ink::series(1), 0, true, {}};
  for (std::size_t k = 0; k < here.all.size(); ++k) {
    confirmed.y.push_back(sum > 0.0 ? here.confirmed[k] / sum : 0.0);
    rest.y.push_back(sum > 0.0 ? (here.all[k] - here.confirmed[k]) / sum : 0.0);
  }
  chart.marks.push_back(std::move(confirmed));
  chart.marks.push_back(std::move(rest));
  return chart;
}

}  // namespace spindle
