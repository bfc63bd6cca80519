// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/bodies/body_charts.h"

#include "core/analysis/bodies/motion_numbers.h"
#include "core/analysis/chart_frames.h"
#include "core/analysis/series_axis.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

std::string pathName(std::size_t system) {
  return "body-path-" + std::to_string(system + 1);
}

Chart frame(const std::string& name, const std::string& title, const std::string& x, const std::string& y) {
  Chart chart;
  chart.name = name;
  chart.title = title;
  chart.x.label = x;
  chart.y.label = y;
  return chart;
}

/// Mean errors of one row over time.
Line overTime(const std::string& name, const BodyMotion& motion, const MeasuredArray& errors, std::size_t row, Ink ink,
              LineStyle style) {
  Line line{name, {}, {}, ink, style, motion.times == 1, {}};
  for (std::size_t t = 0; t < motion.times * motion.horizons; ++t) {
    line.x.push_back(motion.timeAt(t));
    line.y.push_back(errorSummary(errors, row, t).mean);
  }
  return line;
}

/// A point of space as the eye sees it from the side.
std::pair<double, double> seen(const MeasuredArray& paths, std::size_t row, std::size_t system, std::size_t place) {
  const double x = paths.at(row, system, place), y = paths.at(row, system, place + 1),
               z = paths.at(row, system, place + 2);
  return {0.866 * x - 0.5 * y, 0.866 * z + 0.25 * x + 0.433 * y};
}

}  // namespace

bool isMeasured(const ComparedMotion& one, std::size_t checkpoint) {
  return std::isfinite(one.motion.error.at(checkpoint, 0, 0));
}

std::string missingBodies() {
  return "The motion is not measured; spindle measure bodies RUN --into RESULTS.h5 measures it, for runs of moving "
         "bodies.";
}

std::vector<Chart> emptyBodyCharts(const ResultsHeader& header, bool atPlaces) {
  std::vector<Chart> list;
  if (atPlaces) {
    list = {frame("body-error", "Error over time", "time", "squared error"),
            frame("body-orders", "Interactions beside the true ones", "order", "strength"),
            frame("body-times", "Interactions over time", "time", "strength")};
    for (std::size_t system = 0; system < shownPaths; ++system)
      list.push_back(frame(pathName(system), "Paths", "from the left", "from below"));
  } else {
    list = {seriesChart(header, "body-training", "Error over training", "squared error"),
            seriesChart(header, "body-misses", "Interaction error over training", "interaction error")};
  }
  for (std::size_t i = 0; i < list.size(); ++i) list[i].empty = i == 0 ? missingBodies() : "not measured";
  return list;
}

Chart errorOverTime(const ResultsHeader& header, const std::vector<ComparedMotion>& networks, std::size_t checkpoint) {
  const BodyMotion& motion = networks.front().motion;
  Chart chart = frame("body-error", "Error over time at " + placeName(header, checkpoint), "time",
                      "squared error of a coordinate");
  chart.heading = placeName(header, checkpoint);
  chart.y.scale = Scale::logarithmic;
  chart.marks.push_back(Rule{motion.horizon, true, "trained up to here", {InkKind::faint}, LineStyle::dashed});
  chart.marks.push_back(overTime("staying", motion, motion.still, 0, {InkKind::faint}, LineStyle::dotted));
  chart.marks.push_back(overTime("straight on", motion, motion.straight, 0, {InkKind::reference}, LineStyle::dashed));
  chart.marks.push_back(
      overTime(networks.front().run, motion, motion.error, checkpoint, {InkKind::measured}, LineStyle::solid));
  for (std::size_t i = 1; i < networks.size(); ++i) {
    const ComparedMotion& other = networks[i];
    chart.marks.push_back(overTime(other.run, other.motion, other.motion.error, other.measured.back(),
                                   Ink::series(static_cast<int>(i)), LineStyle::solid));
  }
  return chart;
}

Chart errorOverTraining(const ResultsHeader& header, const std::vector<ComparedMotion>& networks) {
  Chart chart =
      seriesChart(header, "body-training", "Error at the horizon over training", "squared error of a coordinate");
  chart.y.scale = Scale::logarithmic;
  chart.marksStart = true;
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const ComparedMotion& one = networks[i];
    Line line{one.run,          {},    {}, i == 0 ? Ink{InkKind::measured} : Ink::series(static_cast<int>(i)),
              LineStyle::solid, false, {}};
    for (const std::size_t c : one.measured) {
      const double mean = errorSummary(one.motion.error, c, one.motion.times - 1).mean;
      if (i == 0) {
        addCheckpoint(line, header, c, mean);
      } else {
        line.x.push_back(one.results->header().step[c]);
        line.y.push_back(mean);
      }
    }
    chart.marks.push_back(std::move(line));
  }
  const BodyMotion& motion = networks.front().motion;
  chart.marks.push_back(Rule{errorSummary(motion.straight, 0, motion.times - 1).mean,
                             false,
                             "straight on",
                             {InkKind::reference},
                             LineStyle::dashed});
  chart.marks.push_back(Rule{
      errorSummary(motion.still, 0, motion.times - 1).mean, false, "staying", {InkKind::faint}, LineStyle::dotted});
  return chart;
}

Chart ordersBesideTruth(const ResultsHeader& header, const ComparedMotion& one, std::size_t checkpoint) {
  const auto compared = compareOrders(one.motion, checkpoint, one.motion.times - 1);
  Chart chart = orderChart(static_cast<int>(compared.error.size()), "body-orders",
                           "Interactions beside the true ones at " + placeName(header, checkpoint), "strength");
  chart.heading = placeName(header, checkpoint);
  Bars truth{"simulation", orderPlaces(compared.truth.size()), compared.truth, {}, {InkKind::reference}, 0, true, {}};
  Bars network{"network", orderPlaces(compared.truth.size()), compared.network, {}, {InkKind::measured}, 1, false, {}};
  chart.marks.push_back(std::move(truth));
  chart.marks.push_back(std::move(network));
  return chart;
}

Chart ordersOverTime(const ResultsHeader& header, const ComparedMotion& one, std::size_t checkpoint) {
  Chart chart = frame("body-times", "Interactions over time at " + placeName(header, checkpoint), "time", "strength");
  chart.heading = placeName(header, checkpoint);
  chart.y.scale = Scale::logarithmic;
  const bool alone = one.motion.times == 1;
  const std::size_t orders = one.motion.bodies - 1;
  for (std::size_t k = 0; k < orders; ++k) {
    const Ink ink = Ink::series(static_cast<int>(k));
    Line network{"order " + std::to_string(k + 1), {}, {}, ink, alone ? LineStyle::none : LineStyle::solid, alone, {}};
    Line truth{k == 0 ? "simulation" : "", {}, {}, ink, alone ? LineStyle::none : LineStyle::dashed, alone, {}};
    for (std::size_t t = 0; t < one.motion.times; ++t) {
      const auto compared = compareOrders(one.motion, checkpoint, t);
      network.x.push_back(one.motion.timeAt(t));
      truth.x.push_back(one.motion.timeAt(t));
      // A strength of 0 has no place on this axis.
      const auto placed = [](double value) { return value > 1e-12 ? value : std::nan(""); };
      network.y.push_back(placed(compared.network[k]));
      truth.y.push_back(placed(compared.truth[k]));
    }
    chart.marks.push_back(std::move(truth));
    chart.marks.push_back(std::move(network));
  }
  if (alone) {
    chart.marks.clear();
    chart.empty = "the network gives its last time only";
  }
  return chart;
}

Chart interactionErrorOverTraining(const ResultsHeader& header, const ComparedMotion& one) {
  Chart chart =
      seriesChart(header, "body-misses", "Interaction error by order over training", "share missed of true strength");
  chart.y.scale = Scale::logarithmic;
  chart.marksStart = true;
  for (std::size_t k = 0; k + 1 < one.motion.bodies; ++k) {
    Line line{"order " + std::to_string(k + 1), {}, {}, Ink::series(static_cast<int>(k)), LineStyle::solid, false, {}};
    for (const std::size_t c : one.measured)
      addCheckpoint(line, header, c, compareOrders(one.motion, c, one.motion.times - 1).error[k]);
    chart.marks.push_back(std::move(line));
  }
  chart.marks.push_back(Rule{1.0, false, "nothing found", {InkKind::faint}, LineStyle::dashed});
  return chart;
}

Chart pathChart(const ResultsHeader& header, const ComparedMotion& one, std::size_t checkpoint, std::size_t system) {
  const BodyMotion& motion = one.motion;
  Chart chart = frame(pathName(system),
                      "Paths of test system " + std::to_string(system + 1) + " at " + placeName(header, checkpoint),
                      "from the left", "from below");
  chart.heading = placeName(header, checkpoint);
  chart.x.zero = chart.y.zero = false;
  if (system >= motion.drawn()) {
    chart.empty = "there are fewer systems";
    return chart;
  }
  const std::size_t wide = 3 * motion.bodies, all = motion.times * motion.horizons;
  for (std::size_t b = 0; b < motion.bodies; ++b) {
    const Ink ink = Ink::series(static_cast<int>(b));
    Line truth{"", {}, {}, ink, LineStyle::solid, false, {}};
    Line network{b == 0 ? "network" : "", {}, {}, ink, LineStyle::none, true, {}};
    for (std::size_t t = 0; t <= all; ++t) {
      const auto [x, y] = seen(motion.truePaths, 0, system, t * wide + 3 * b);
      truth.x.push_back(x);
      truth.y.push_back(y);
    }
    for (std::size_t t = 0; t < all; ++t) {
      const auto [x, y] = seen(motion.paths, checkpoint, system, t * wide + 3 * b);
      network.x.push_back(x);
      network.y.push_back(y);
    }
    chart.marks.push_back(std::move(truth));
    chart.marks.push_back(std::move(network));
  }
  return chart;
}

}  // namespace spindle
