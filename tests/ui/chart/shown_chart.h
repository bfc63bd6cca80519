// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/chart_view.h"
#include "ui/plots/plot_colors.h"
#include "ui/session/wording.h"

#include <QImage>
#include <QTest>
#include <qcustomplot.h>

#include <limits>

namespace spindle::test {

// Charts to show, and what is seen of them on the screen.

inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Two bars above 0 and two below at each of four orders, with a line over them.
inline Chart ordersChart() {
  Chart chart;
  chart.name = "orders";
  chart.title = "Strength by order";
  chart.heading = "step 37, distance 0.12";
  chart.x = {.label = "order", .unit = "", .scale = Scale::category, .low = {}, .high = {}};
  chart.y = {.label = "strength", .unit = "", .scale = Scale::linear, .low = {}, .high = {}};
  const std::vector<double> x{1, 2, 3, 4};
  const std::vector<ChartTarget> targets{ChartTarget::order(1), ChartTarget::order(2), ChartTarget::order(3),
                                         ChartTarget::order(4)};
  chart.marks.emplace_back(Bars{"AND +", x, {0.5, 0.5, 0.5, 0.5}, {}, {InkKind::andPositive}, 0, false, targets});
  chart.marks.emplace_back(Bars{"OR +", x, {0.25, 0.25, 0.25, 0.25}, {}, {InkKind::orPositive}, 0, true, targets});
  chart.marks.emplace_back(
      Bars{"AND \u2212", x, {-0.3, -0.3, -0.3, -0.3}, {}, {InkKind::andNegative}, 0, false, targets});
  chart.marks.emplace_back(Bars{"OR \u2212", x, {-0.1, -0.1, -0.1, -0.1}, {}, {InkKind::orNegative}, 0, true, targets});
  return chart;
}

inline Chart linesChart(std::vector<double> x, std::vector<double> measured, std::vector<double> theory) {
  Chart chart;
  chart.name = "lines";
  chart.title = "Lines";
  chart.heading = "fitted";
  chart.x.label = "training step";
  chart.y.label = "share";
  chart.marks.emplace_back(Line{"measured", x, std::move(measured), {InkKind::measured}, LineStyle::solid, false, {}});
  chart.marks.emplace_back(Line{"theory", x, std::move(theory), {InkKind::theory}, LineStyle::dashed, false, {}});
  return chart;
}

inline QImage shown(ChartView& view, const QSize& size = {420, 300}) {
  view.resize(size);
  view.show();
  [[maybe_unused]] const bool exposed = QTest::qWaitForWindowExposed(&view);
  QTest::qWait(20);
  return view.grab().toImage();
}

inline QColor at(const QImage& picture, const QPointF& place) {
  return picture.pixelColor((place * picture.devicePixelRatio()).toPoint());
}

/// Whether a color can be seen within two pixels, also where its edge is smoothed.
inline bool seen(const QImage& picture, const QPointF& place, const QColor& color) {
  for (int dx = -2; dx <= 2; ++dx) {
    for (int dy = -2; dy <= 2; ++dy) {
      const QColor there = at(picture, place + QPointF(dx, dy));
      const int difference = std::abs(there.red() - color.red()) + std::abs(there.green() - color.green()) +
                             std::abs(there.blue() - color.blue());
      if (difference < 140) return true;
    }
  }
  return false;
}

inline QCustomPlot& plotOf(const ChartView& view) {
  return *view.findChild<QCustomPlot*>();
}

}  // namespace spindle::test
