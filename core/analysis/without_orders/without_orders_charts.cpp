// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/without_orders/without_orders_charts.h"

#include "core/analysis/chart_frames.h"
#include "core/analysis/series_axis.h"

namespace spindle {
namespace {

constexpr int shownOrders = 4;

Chart frame(const ResultsHeader& header, std::size_t checkpoint, const char* name, const std::string& title,
            const char* label, const char* unit) {
  const std::string place = placeName(header, checkpoint);
  Chart chart =
      orderChart(header.variables, name, title + " without interactions above an order, at " + place, label, unit);
  chart.heading = place;
  chart.x.low = -0.5;
  chart.x.label = "orders up to";
  return chart;
}

}  // namespace

Chart gapWithoutChart(const ResultsHeader& header, std::span<const WithoutOrders> at,
                      std::span<const std::size_t> known, const std::string& missing) {
  Chart chart = seriesChart(header, "gap-without", "Loss gap without interactions above an order, over training",
                            "test \u2212 train loss", "nats");
  for (int k = 1; k <= header.variables; ++k) {
    const bool all = k == header.variables;
    if (k > shownOrders && !all) continue;
    Line line{all ? "all orders" : "orders up to " + std::to_string(k),
              {},
              {},
              all ? Ink{InkKind::measured} : Ink::series(k),
              all ? LineStyle::solid : LineStyle::dashed,
              false,
              {}};
    for (const std::size_t c : known) {
      if (!at[c].gaps.empty()) addCheckpoint(line, header, c, at[c].gaps[static_cast<std::size_t>(k)].gap);
    }
    if (!line.x.empty()) chart.marks.push_back(std::move(line));
  }
  if (chart.marks.empty()) chart.empty = known.empty() ? missing : "which samples are of the training set is not known";
  return chart;
}

std::vector<Chart> lossWithoutCharts(const ResultsHeader& header, std::span<const WithoutOrders> at,
                                     std::size_t checkpoint, const std::string& missing) {
  using enum WithoutOrders::Group;
  Chart loss = frame(header, checkpoint, "loss-without", "Loss", "loss", "nats");
  Chart accuracy =
      frame(header, checkpoint, "accuracy-without", "Share of samples with p > 1/2", "share with p > 1/2", "");
  accuracy.y.low = 0.0;
  accuracy.y.high = 1.0;
  const WithoutOrders& here = at[checkpoint];
  std::vector<double> x = orderPlaces(static_cast<std::size_t>(header.variables) + 1);
  for (double& place : x) place -= 1.0;
  const bool split = here.samples[train] > 0 && here.samples[test] > 0;
  for (const std::size_t g : {everyone, train, test, mislabeled}) {
    if (here.samples[g] == 0 || split == (g == everyone)) continue;
    const Ink ink{g == train        ? InkKind::train
                  : g == test       ? InkKind::test
                  : g == mislabeled ? InkKind::reference
                                    : InkKind::measured};
    std::vector<double> losses, shares;
    for (const LogOddsLoss& one : here.losses[g]) {
      losses.push_back(one.loss);
      shares.push_back(one.accuracy);
    }
    loss.marks.push_back(Line{WithoutOrders::groupNames[g], x, losses, ink, LineStyle::solid, true, {}});
    accuracy.marks.push_back(Line{WithoutOrders::groupNames[g], x, shares, ink, LineStyle::solid, true, {}});
  }
  for (Chart* chart : {&loss, &accuracy}) {
    if (chart->marks.empty()) chart->empty = missing;
  }
  return {loss, accuracy};
}

}  // namespace spindle
