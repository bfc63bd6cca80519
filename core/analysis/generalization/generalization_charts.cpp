// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/generalization/generalization_charts.h"

#include "core/analysis/chart_frames.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/strength_chart.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace spindle {
namespace {

constexpr const char* noPairs =
    "the results do not say which samples are of the training and which of the test set, or no class has both";
constexpr int shownOrders = 4;

std::string roundPercent(double share) {
  return numberText(std::round(100.0 * share)) + " %";
}

void addShares(Chart& chart, const std::string& name, const OrderStrength& strength, InkKind ink, int stack,
               bool hatched) {
  const std::vector<double> shares = strength.shares();
  chart.marks.push_back(Bars{name, orderPlaces(shares.size()), shares, {}, {ink}, stack, hatched, {}});
}

}  // namespace

Chart similarityChart(const ResultsHeader& header, const SimilarityPass& pass) {
  Chart chart = seriesChart(header, "similarity", "Similarity of training and test samples by order, over training",
                            "similarity, train and test");
  for (int order = 1; order <= shownOrders; ++order) {
    const LineStyle style = order % 2 == 0 ? LineStyle::dashed : LineStyle::solid;
    Line line{"order " + std::to_string(order), {}, {}, Ink::series(order - 1), style, false, {}};
    for (std::size_t c = 0; c < pass.similarity.size(); ++c) {
      const auto& mean = pass.similarity[c].mean;
      if (static_cast<int>(mean.size()) >= order)
        addCheckpoint(line, header, c, mean[static_cast<std::size_t>(order - 1)]);
    }
    if (!line.x.empty()) chart.marks.push_back(std::move(line));
  }
  if (chart.marks.empty()) chart.empty = noPairs;
  return chart;
}

Chart similarityOrdersChart(const ResultsHeader& header, const SimilarityPass& pass, std::span<const std::size_t> known,
                            std::optional<std::size_t> start) {
  Chart chart = orderChart(header.variables, "similarity-by-order", "Similarity of training and test samples by order",
                           "similarity, train and test");
  std::set<std::size_t> rows;
  if (!known.empty() && pass.splits.both) {
    const std::size_t from = start.value_or(known.front());
    const auto first = static_cast<std::size_t>(std::find(known.begin(), known.end(), from) - known.begin());
    rows = {from, known[(first + known.size() - 1) / 2], known.back()};
  }
  int number = 0;
  for (const std::size_t c : rows) {
    const auto& mean = pass.similarity[c].mean;
    if (mean.empty()) continue;
    constexpr LineStyle styles[] = {LineStyle::solid, LineStyle::dashed, LineStyle::dotted};
    chart.marks.push_back(
        Line{placeName(header, c), orderPlaces(mean.size()), mean, Ink::series(number), styles[number % 3], true, {}});
    ++number;
  }
  if (chart.marks.empty()) chart.empty = noPairs;
  return chart;
}

Chart groupChart(const ResultsHeader& header, std::span<const GroupComparison> groups,
                 std::span<const std::size_t> known, bool mislabeled) {
  const std::string name = mislabeled ? "mislabeled" : "clean";
  Chart chart = orderChart(header.variables, name, "Strength by order of " + name + " samples", "strength");
  for (std::size_t i = known.size(); i > 0 && !groups.empty(); --i) {
    const GroupComparison& both = groups[known[i - 1]];
    if (!both.known()) continue;
    const OrderStrength& s = mislabeled ? both.mislabeled : both.clean;
    chart.x.label = "order of interaction, " + placeName(header, known[i - 1]);
    chart.heading = std::to_string(s.samples) + " " + name +
                    " samples, orders \u2265 3: " + roundPercent(mislabeled ? both.mislabeledShare : both.cleanShare);
    chart.marks = strengthChart(s).marks;
    return chart;
  }
  chart.empty = groups.empty() ? "the results do not say which samples are mislabeled; give the samples an array or "
                                 "column \"mislabeled\""
                               : "there are no clean training samples to compare the mislabeled ones with";
  return chart;
}

Chart groupSharesChart(const ResultsHeader& header, std::span<const GroupComparison> groups, std::size_t checkpoint) {
  Chart chart =
      orderChart(header.variables, "groups",
                 "Shares by order on clean and mislabeled samples at " + placeName(header, checkpoint), "share");
  if (groups.empty() || !groups[checkpoint].known()) {
    chart.empty = groups.empty() ? "no sample is known to be mislabeled" : "not computed";
    return chart;
  }
  const GroupComparison& both = groups[checkpoint];
  chart.heading = "orders \u2265 3:";
  addShares(chart, "clean " + roundPercent(both.cleanShare), both.clean, InkKind::train, 0, false);
  addShares(chart, "mislabeled " + roundPercent(both.mislabeledShare), both.mislabeled, InkKind::test, 1, true);
  return chart;
}

}  // namespace spindle
