// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/wiring/wiring_charts.h"

#include "core/analysis/chart_frames.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace spindle {
namespace {

constexpr double gap = std::numeric_limits<double>::quiet_NaN();
constexpr double nodeRoom = 0.12;  ///< between the middle of a node and an edge

/// How high an edge bends: neighbors are joined straight, the others around the nodes between them.
double bend(int from, int to) {
  if (to - from == 1) return 0.0;
  if (to - from == 3) return -0.9;
  return from == 0 ? 0.6 : 0.55;
}

/// Adds the curve from one node to another, and its arrowhead to `heads`.
void addEdge(int from, int to, Line& line, Line& heads) {
  constexpr int pieces = 24;
  const double length = to - from, height = bend(from, to);
  const auto yAt = [&](double t) { return height * std::sin(std::numbers::pi * t); };
  const double begin = nodeRoom / length, end = 1.0 - nodeRoom / length;
  for (int i = 0; i <= pieces; ++i) {
    const double t = begin + (end - begin) * i / pieces;
    line.x.push_back(from + length * t);
    line.y.push_back(yAt(t));
  }
  const double before = end - 0.1 / length;
  const double dx = length * (end - before), dy = yAt(end) - yAt(before), norm = std::hypot(dx, dy);
  for (const double side : {0.5, 0.0, -0.5}) {
    const double back = side == 0.0 ? 0.0 : 0.1;
    heads.x.push_back(from + length * end - back * dx / norm - back * side * dy / norm);
    heads.y.push_back(yAt(end) - back * dy / norm + back * side * dx / norm);
  }
  for (Line* one : {&line, &heads}) {
    one->x.push_back(gap);
    one->y.push_back(gap);
  }
}

std::string nodeName(int node) {
  return node == 0 ? "in" : node == Wiring::nodes - 1 ? "out" : std::to_string(node);
}

Chart overTraining(std::span<const WiredRun> runs, const std::string& name, const std::string& title,
                   const std::string& label) {
  if (!runs.empty()) return seriesChart(runs.front().header(), name, title, label);
  Chart chart;
  chart.name = name;
  chart.title = title;
  chart.y.label = label;
  chart.empty = "no results are given";
  return chart;
}

/// A line for each run; clicks select checkpoints of the first.
void addLines(std::span<const WiredRun> runs, const std::vector<double>& (*values)(const WiredRun&), Chart& chart) {
  for (std::size_t i = 0; i < runs.size(); ++i) {
    Line line{runs[i].label, {}, {}, Ink::series(static_cast<int>(i)), LineStyle::solid, true, {}};
    for (std::size_t c = 0; c < values(runs[i]).size(); ++c) {
      if (std::isfinite(values(runs[i])[c])) addCheckpoint(line, runs[i].header(), c, values(runs[i])[c]);
    }
    if (i > 0) line.targets.clear();
    if (!line.x.empty()) chart.marks.push_back(std::move(line));
  }
}

}  // namespace

Chart wiringDrawing(const Wiring& wiring) {
  Chart chart;
  chart.name = "wiring-dag";
  chart.title = "Wiring " + wiring.code();
  chart.heading = wiring.code();
  chart.picture = true;
  chart.x.low = -0.3;
  chart.x.high = 3.3;
  chart.y.low = -1.15;
  chart.y.high = 0.9;
  Line linear{"linear with ReLU", {}, {}, {InkKind::measured}, LineStyle::solid, false, {}};
  Line skip{"skip", {}, {}, {InkKind::reference}, LineStyle::dashed, false, {}};
  Line linearHeads = linear, skipHeads = skip;
  linearHeads.name = skipHeads.name = "";
  skipHeads.style = LineStyle::solid;
  for (int to = 1; to < Wiring::nodes; ++to) {
    for (int from = 0; from < to; ++from) {
      const auto edge = wiring.edge(from, to);
      if (edge == Wiring::Edge::linear) addEdge(from, to, linear, linearHeads);
      if (edge == Wiring::Edge::skip) addEdge(from, to, skip, skipHeads);
    }
  }
  for (Line* line : {&linear, &skip, &linearHeads, &skipHeads}) {
    if (!line->x.empty()) chart.marks.push_back(std::move(*line));
  }
  for (int node = 0; node < Wiring::nodes; ++node)
    chart.marks.push_back(Label{static_cast<double>(node), 0.0, nodeName(node)});
  return chart;
}

Chart wiringPlane(std::span<const Wiring> named) {
  Chart chart;
  chart.name = "wiring-plane";
  chart.title = "Effective depth and width of all wirings of four nodes";
  chart.x.label = "effective depth";
  chart.y.label = "effective width";
  Line all{"all wirings of four nodes", {}, {}, {InkKind::faint}, LineStyle::none, true, {}};
  for (int i = 0; i < Wiring::count; ++i) {
    const Wiring one = Wiring::numbered(i);
    if (one.pathCount() == 0) continue;
    all.x.push_back(*one.effectiveDepth());
    all.y.push_back(*one.effectiveWidth());
  }
  const WiringBox box = wholeWiringBox();
  const double left = box.depth - box.depthRadius, right = box.depth + box.depthRadius;
  const double low = box.width - box.widthRadius, high = box.width + box.widthRadius;
  chart.marks.push_back(Band{"kept by the paper's rule", {left, right}, {low, low}, {high, high}, {InkKind::theory}});
  chart.marks.push_back(std::move(all));
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (named[i].pathCount() == 0) continue;
    const double depth = *named[i].effectiveDepth(), width = *named[i].effectiveWidth();
    if (i == 0)
      chart.marks.push_back(Line{"this wiring", {depth}, {width}, {InkKind::measured}, LineStyle::none, true, {}});
    else
      chart.marks.push_back(Line{"", {depth}, {width}, {InkKind::reference}, LineStyle::none, true, {}});
    chart.marks.push_back(Label{depth, width + 0.4, wiringLabel(named[i])});
  }
  chart.y.high = 4.6;
  chart.x.high = 3.2;
  return chart;
}

Chart wiringEigenvalues(std::span<const WiredNumbers> numbers, bool normalized, const std::string& missing) {
  Chart chart;
  chart.name = normalized ? "wiring-normalized" : "wiring-eigenvalues";
  chart.title = normalized ? "Least eigenvalue of the kernel over its diagonal" : "Least eigenvalue of the kernel";
  chart.x.label = "wiring";
  chart.x.scale = Scale::category;
  chart.y.label = normalized ? "eigenvalue / diagonal" : "least eigenvalue";
  chart.empty = missing;
  if (!missing.empty()) return chart;
  Bars bound{"bound", {}, {}, {}, Ink::series(2), 0, false, {}};
  Bars published{"published kernel", {}, {}, {}, Ink::series(0), 1, false, {}};
  Bars exact{"exact kernel", {}, {}, {}, Ink::series(1), 2, true, {}};
  for (const WiredNumbers& one : numbers) {
    chart.x.names.push_back(one.label);
    for (Bars* bars : {&bound, &published, &exact}) bars->x.push_back(static_cast<double>(chart.x.names.size()) - 1.0);
    bound.y.push_back(one.bound);
    published.y.push_back(normalized ? one.publishedNormalized() : one.published);
    exact.y.push_back(normalized ? one.exactNormalized() : one.exact);
  }
  if (normalized) {
    published.stack = 0;
    exact.stack = 1;
  } else {
    chart.marks.push_back(std::move(bound));
  }
  chart.marks.push_back(std::move(published));
  chart.marks.push_back(std::move(exact));
  return chart;
}

Chart wiringLosses(std::span<const WiredRun> runs) {
  Chart chart = overTraining(runs, "wiring-loss", "Training loss over training", "training loss");
  addLines(
      runs, [](const WiredRun& run) -> const std::vector<double>& { return run.header().trainLoss; }, chart);
  if (chart.marks.empty() && chart.empty.empty()) chart.empty = "no training loss is known; spindle losses computes it";
  return chart;
}

Chart wiringOrders(std::span<const WiredRun> runs) {
  Chart chart = overTraining(runs, "wiring-orders", "Mean order over training", "mean order");
  chart.y.zero = false;
  addLines(
      runs, [](const WiredRun& run) -> const std::vector<double>& { return run.meanOrders; }, chart);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].start)
      chart.marks.push_back(Rule{runs[i].header().step[*runs[i].start], true, i == 0 ? "phase two" : "",
                                 Ink::series(static_cast<int>(i))});
  }
  if (chart.marks.empty() && chart.empty.empty()) chart.empty = "no checkpoint is computed";
  return chart;
}

}  // namespace spindle
