// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/compare/compare_charts.h"

#include "core/analysis/chart_frames.h"
#include "core/analysis/series_axis.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spindle {
namespace {

bool anyKnown(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

Chart frame(const ResultsHeader& header, const char* name, const char* title, CompareBy by, const char* label) {
  Chart chart;
  chart.name = name;
  chart.title = std::string(title) + ", along the " + axisTitle(header, by);
  chart.x = compareAxis(header, by);
  chart.y.label = label;
  return chart;
}

/// The window's colors of two runs; the second's is not that of negative strengths.
Ink runInk(std::size_t i) {
  constexpr std::array order{0, 4, 2, 3, 1, 5};
  return Ink::series(order[i % order.size()]);
}

/// The i-th results' values. Rows of all but the first are none of the playhead's, and select nothing.
Line lineOf(const ComparedResults& one, std::size_t i, const std::vector<double>& values, const std::string& name,
            LineStyle style) {
  Line line{name, {}, {}, runInk(i), style, true, {}};
  for (const std::size_t c : one.known) {
    line.x.push_back(one.places[c]);
    line.y.push_back(values[c]);
    if (i == 0) line.targets.push_back(ChartTarget::checkpoint(c));
  }
  return line;
}

}  // namespace

std::vector<Chart> compareCharts(std::span<const ComparedResults> all, CompareBy by, const std::string& missing) {
  const ResultsHeader& first = *all.front().of.header;
  Chart orders = frame(first, "compared", "Mean order of several results", by, "mean order");
  orders.y.zero = false;
  Chart losses = frame(first, "losses-compared", "Losses of several results", by, "loss");
  losses.y.unit = "nats";
  const bool alone = all.size() < 2;
  for (std::size_t i = 0; i < all.size() && !alone; ++i) {
    const ComparedResults& one = all[i];
    const ResultsHeader& header = *one.of.header;
    orders.marks.push_back(lineOf(one, i, one.meanOrder, one.of.label, LineStyle::solid));
    const auto start = one.of.phases->meanOrder.checkpoint;
    if (start && std::isfinite(one.places[*start]))
      orders.marks.push_back(Rule{one.places[*start], true, i == 0 ? "phase two" : "", runInk(i)});
    if (anyKnown(header.testLoss))
      losses.marks.push_back(lineOf(one, i, header.testLoss, one.of.label + ", test", LineStyle::solid));
    if (anyKnown(header.trainLoss))
      losses.marks.push_back(lineOf(one, i, header.trainLoss, one.of.label + ", train", LineStyle::dashed));
  }
  if (orders.marks.empty()) orders.empty = missing;
  if (losses.marks.empty()) losses.empty = alone ? missing : "no loss is known";
  return {orders, losses};
}

Chart shareDifferencesChart(std::span<const ComparedResults> all, std::size_t checkpoint, const std::string& missing) {
  const ResultsBeside& first = all.front().of;
  const std::string place = placeName(*first.header, checkpoint);
  Chart chart = orderChart(first.header->variables, "share-differences",
                           "Shares of strength by order, other results less " + first.label + ", at " + place,
                           "difference of shares");
  chart.heading = "others less " + place;
  for (std::size_t i = 1; i < all.size(); ++i) {
    const auto row = rowBeside(all.front(), checkpoint, all[i]);
    if (!row) continue;
    const std::vector<double> differences = shareDifferences(all.front(), checkpoint, all[i], *row);
    chart.marks.push_back(Bars{all[i].of.label + ", " + placeName(*all[i].of.header, *row),
                               orderPlaces(differences.size()),
                               differences,
                               {},
                               runInk(i),
                               static_cast<int>(i) - 1,
                               false,
                               {}});
  }
  if (chart.marks.empty()) chart.empty = all.size() < 2 ? missing : "no place is known in two of the results";
  return chart;
}

}  // namespace spindle
