// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/paper_axes.h"

#include "ui/chart/paper_marks.h"
#include "ui/chart/paper_ticks.h"

#include <algorithm>
#include <cmath>

namespace spindle::paper {
namespace {

constexpr int mostCategories = 64;

}  // namespace

std::vector<PaperTick> ticksUpward(const FigureCanvas& canvas, const ChartAxis& axis, const AxisRange& range,
                                   double height) {
  const double line = canvas.height(canvas.tickFont());
  return fittingTicks(
      axis, range, height,
      axis.scale == Scale::category ? mostCategories : std::clamp(static_cast<int>(height / (2.2 * line)), 2, 8),
      [line](const QString&) { return 0.9 * line; });
}

std::vector<PaperTick> ticksAcross(const FigureCanvas& canvas, const ChartAxis& axis, const AxisRange& range,
                                   double width) {
  const double each = (axis.scale == Scale::linear ? 25.0 : 14.0) * std::max(1.0, canvas.style().tickPoints / 7.0);
  return fittingTicks(axis, range, width,
                      axis.scale == Scale::category ? mostCategories : std::clamp(static_cast<int>(width / each), 2, 9),
                      [&canvas](const QString& label) { return FigureCanvas::width(label, canvas.tickFont()) + 3.0; });
}

double widestLabel(const FigureCanvas& canvas, const ChartAxis& axis, const AxisRange& range) {
  double widest = 0.0;
  for (const int wanted : {2, 3, 4, 5, 6, 7, 8, mostCategories}) {
    if (wanted == mostCategories && axis.scale != Scale::category) continue;
    for (const PaperTick& tick : paperTicks(axis, range, wanted))
      widest = std::max(widest, canvas.width(tick.label, canvas.tickFont()));
  }
  return widest;
}

double scaleRoom(const FigureCanvas& canvas, const Cells& cells) {
  const double name = cells.name.empty() ? 0.0 : canvas.height(canvas.tickFont()) + 1.0;
  return scaleGap + scaleWidth + 3.0 + widestLabel(canvas, ChartAxis{}, scaleRange(cells)) + 1.0 + name;
}

void paintScale(FigureCanvas& canvas, const Cells& cells, const QRectF& area) {
  constexpr int steps = 64;
  const QRectF bar(area.right() + scaleGap, area.top(), scaleWidth, area.height());
  const AxisRange range = scaleRange(cells);
  const double height = bar.height() / steps;
  for (int i = 0; i < steps; ++i) {
    const QRectF step(bar.left(), bar.bottom() - (i + 1) * height, bar.width(), height + (i == 0 ? 0.0 : 0.15));
    canvas.fill(step,
                cellColor(canvas.style().palette, cells, range.low + (i + 0.5) / steps * (range.high - range.low)));
  }
  const ChartAxis linear;
  const PaperAxis axis(linear, range, bar.bottom(), bar.top());
  for (const PaperTick& tick : ticksUpward(canvas, linear, range, bar.height())) {
    const double y = axis.value(tick.value);
    canvas.line(bar.right(), y, bar.right() + 1.5, y, canvas.color(ColorRole::axis), axisWidth);
    canvas.text(bar.right() + 3.0, y, Qt::AlignLeft | Qt::AlignVCenter, tick.label, canvas.tickFont());
  }
  const QString name = shown(cells.name);
  const double right = area.right() + scaleRoom(canvas, cells);
  canvas.verticalText(right - canvas.height(canvas.tickFont()) / 2, area.center().y(), name,
                      fitted(name, canvas.tickFont(), area.height()));
}

void paintAxes(FigureCanvas& canvas, const PaperPlot& plot, bool yTicks) {
  const QRectF& area = plot.area;
  const QColor ink = canvas.color(ColorRole::axis);
  const bool categories = plot.chart.x.scale == Scale::category;
  const double zero = plot.y.value(0.0);
  const bool spansZero = plot.y.range().low < 0.0 && plot.y.range().high > 0.0 &&
                         plot.chart.y.scale != Scale::category && !plot.cells && !std::isnan(zero);
  // Bars that grow both ways stand on the zero line alone.
  if (spansZero)
    canvas.line(area.left(), zero, area.right(), zero, categories ? ink : canvas.color(ColorRole::grid), axisWidth);
  if (!spansZero || !categories) canvas.line(area.left(), area.bottom(), area.right(), area.bottom(), ink, axisWidth);
  canvas.line(area.left(), area.top(), area.left(), area.bottom(), ink, axisWidth);
  for (const PaperTick& tick : ticksUpward(canvas, plot.chart.y, plot.y.range(), area.height())) {
    const double y = plot.y.value(tick.value);
    if (plot.chart.y.scale != Scale::category) canvas.line(area.left() - tickLength, y, area.left(), y, ink, axisWidth);
    if (yTicks)
      canvas.text(area.left() - tickLength - tickGap, y, Qt::AlignRight | Qt::AlignVCenter, tick.label,
                  canvas.tickFont());
  }
  for (const PaperTick& tick : ticksAcross(canvas, plot.chart.x, plot.x.range(), area.width())) {
    const double x = plot.x.value(tick.value);
    if (!categories) canvas.line(x, area.bottom(), x, area.bottom() + tickLength, ink, axisWidth);
    canvas.text(x, area.bottom() + (categories ? 1.5 : tickLength + 0.5), Qt::AlignHCenter | Qt::AlignTop, tick.label,
                canvas.tickFont());
  }
}

}  // namespace spindle::paper
