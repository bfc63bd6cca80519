// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_kinds.h"
#include "ui/figure/order_bars.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr double narrowestPanel = 70.0;  // points

int columnsFor(std::size_t points, double width) {
  const int most = std::max(1, static_cast<int>(width / narrowestPanel));
  const int rows = (static_cast<int>(points) + most - 1) / most;
  return (static_cast<int>(points) + rows - 1) / rows;
}

QString tr(const char* text) {
  return QCoreApplication::translate("Figure", text);
}

FigureAxis strengthAxis(const OrderStrength& strength, double bottom, double top) {
  double low = 0.0;
  double high = 0.0;
  for (int k = 1; k <= strength.variables(); ++k) {
    low = std::min(low, strength.negative(k));
    high = std::max(high, strength.positive(k));
  }
  return FigureAxis::linear(low * 1.05, high * 1.05, bottom, top, 4, false);
}

}  // namespace

int orderFigureRows(std::size_t points, double widthPoints) {
  const int columns = columnsFor(points, widthPoints);
  return (static_cast<int>(points) + columns - 1) / columns;
}

void drawOrdersFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data, const FigureSpec& spec) {
  const int columns = columnsFor(spec.points.size(), page.width());
  const int rows = orderFigureRows(spec.points.size(), page.width());
  const QFont label = canvas.labelFont();
  const QFont tick = canvas.tickFont();
  const double lineHeight = canvas.height(label);
  const double tickHeight = canvas.height(tick);
  const double left = lineHeight + 2;    // the y label
  const double bottom = lineHeight + 1;  // the x label
  const double legend = tickHeight * 1.4 * strengthLegendRows(canvas, page.width() - left);
  const double tickRoom = canvas.width(QStringLiteral("−0.00"), tick) + 4;
  const double cellWidth = (page.width() - left - 1) / columns;
  const double cellHeight = (page.height() - bottom - legend) / rows;
  for (std::size_t i = 0; i < spec.points.size(); ++i) {
    const auto& point = data.points[spec.points[i]];
    const double x = left + static_cast<double>(i % static_cast<std::size_t>(columns)) * cellWidth;
    const double y = legend + static_cast<double>(i / static_cast<std::size_t>(columns)) * cellHeight;
    const QRectF plot(x + tickRoom, y + tickHeight * 1.15, cellWidth - tickRoom - 3, cellHeight - 2.3 * tickHeight);
    const FigureAxis axis = strengthAxis(point.strength, plot.bottom(), plot.top());
    drawOrderBars(canvas, plot, point.strength, axis, spec.hatchNegative);
    drawOrderAxes(canvas, plot, data.variables, axis);
    QString title = tr("step %1").arg(stepText(point.step));
    if (data.phaseTwo == spec.points[i]) title += QStringLiteral(" *");
    canvas.text(plot.center().x(), y, Qt::AlignHCenter | Qt::AlignTop, title, tick);
  }
  canvas.verticalText(lineHeight / 2, legend + (page.height() - bottom - legend) / 2, tr("strength"), label);
  canvas.text(left + (page.width() - left) / 2, page.height(), Qt::AlignHCenter | Qt::AlignBottom,
              data.phaseTwo ? tr("order of interaction   (* phase two starts)") : tr("order of interaction"), label);
  drawStrengthLegend(canvas, left + (page.width() - left) / 2, 0, page.width() - left);
}

}  // namespace spindle
