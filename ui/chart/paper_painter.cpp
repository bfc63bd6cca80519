// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/paper_painter.h"

#include "ui/chart/paper_axes.h"
#include "ui/chart/paper_marks.h"

#include <QCoreApplication>
#include <QPainter>
#include <QStringList>

#include <algorithm>

namespace spindle {
namespace {

using namespace paper;

/// The center nearest to the given one at which a text of this length lies between the ends.
double within(double center, double length, double from, double to) {
  return std::max(from + length / 2, std::min(center, to - length / 2));
}

void paintHeading(FigureCanvas& canvas, const QRectF& frame, double center, const std::string& heading) {
  const QString words = shown(heading);
  const QFont font = fitted(words, canvas.tickFont(), frame.width());
  const double x = within(center, canvas.width(words, font), frame.left(), frame.right());
  canvas.text(x, frame.top(), Qt::AlignHCenter | Qt::AlignTop, words, font);
}

void paintReason(FigureCanvas& canvas, const QRectF& frame, const Chart& chart) {
  const QString reason =
      chart.empty.empty() ? QCoreApplication::translate("Figure", "There is no value to show.") : shown(chart.empty);
  QStringList lines{QString()};
  for (const QString& word : reason.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    const QString longer = lines.back().isEmpty() ? word : lines.back() + QLatin1Char(' ') + word;
    if (lines.back().isEmpty() || canvas.width(longer, canvas.tickFont()) <= frame.width() - 6) {
      lines.back() = longer;
    } else {
      lines.push_back(word);
    }
  }
  const double height = 1.15 * canvas.height(canvas.tickFont());
  double y = frame.center().y() - 0.5 * height * static_cast<double>(lines.size() - 1);
  for (const QString& line : lines) {
    canvas.text(frame.center().x(), y, Qt::AlignHCenter | Qt::AlignVCenter, line,
                fitted(line, canvas.tickFont(), frame.width()), canvas.color({InkKind::faint}));
    y += height;
  }
}

double rightRoom(const FigureCanvas& canvas, const Chart& chart) {
  if (chart.picture) return 0.0;
  if (const Cells* cells = firstCells(chart)) return scaleRoom(canvas, *cells);
  if (chart.x.scale == Scale::category) return inset;
  return std::max(inset, widestLabel(canvas, chart.x, rangeX(chart)) / 2 - inset + 1.0);
}

/// The largest rectangle within the room where units of x and y are equally long.
QRectF pictureArea(const QRectF& room, const Chart& chart) {
  const AxisRange x = rangeX(chart), y = rangeY(chart);
  QRectF area(QPointF(), QSizeF(x.high - x.low, y.high - y.low).scaled(room.size(), Qt::KeepAspectRatio));
  area.moveTopLeft({room.center().x() - area.width() / 2, room.top()});
  return area;
}

/// The rectangle within the axes.
QRectF plotArea(const FigureCanvas& canvas, const QRectF& frame, const PaperPanel& panel) {
  const Chart& chart = *panel.chart;
  const double tick = canvas.height(canvas.tickFont()), label = canvas.height(canvas.labelFont());
  const double top = chart.heading.empty() ? 0.6 * tick : 1.3 * tick;
  if (chart.picture) return pictureArea(frame.adjusted(1.0, top, -1.0, -2.0), chart);
  const bool title = panel.xLabel && !axisTitle(chart.x).empty();
  const double bottom = tickLength + 0.5 + tick + (title ? label + 1.0 : 0.0);
  return frame.adjusted(leftRoom(canvas, panel), top, -rightRoom(canvas, chart), -bottom);
}

double xInset(const Chart& chart) {
  return chart.picture || firstCells(chart) != nullptr || chart.x.scale == Scale::category ? 0.0 : inset;
}

}  // namespace

QRectF valueArea(const FigureCanvas& canvas, const QRectF& frame, const PaperPanel& panel) {
  if (!hasContent(*panel.chart)) return {};
  const double edge = xInset(*panel.chart);
  return plotArea(canvas, frame, panel).adjusted(edge, 0.0, -edge, 0.0);
}

double leftRoom(const FigureCanvas& canvas, const PaperPanel& panel) {
  const Chart& chart = *panel.chart;
  if (!hasContent(chart) || chart.picture) return 0.0;
  double room = panel.yLabel && !axisTitle(chart.y).empty() ? canvas.height(canvas.labelFont()) + 2.0 : 0.0;
  if (panel.yTicks) room += widestLabel(canvas, chart.y, panel.y.value_or(rangeY(chart))) + tickLength + tickGap + 1.0;
  return std::max(room, tickLength + 1.0);
}

std::optional<PaperPlot> paperPlot(const FigureCanvas& canvas, const QRectF& frame, const PaperPanel& panel) {
  const Chart& chart = *panel.chart;
  if (!hasContent(chart)) return std::nullopt;
  const QRectF area = plotArea(canvas, frame, panel);
  if (area.width() < 4 * inset || area.height() < 4 * inset) return std::nullopt;
  const double sides = xInset(chart);
  return PaperPlot{chart, area, PaperAxis(chart.x, rangeX(chart), area.left() + sides, area.right() - sides),
                   PaperAxis(chart.y, panel.y.value_or(rangeY(chart)), area.bottom(), area.top()),
                   firstCells(chart) != nullptr || chart.picture};
}

void paintChart(FigureCanvas& canvas, const QRectF& frame, const PaperPanel& panel) {
  const Chart& chart = *panel.chart;
  const double label = canvas.height(canvas.labelFont());
  const QString xTitle = panel.xLabel ? shown(axisTitle(chart.x)) : QString();
  if (!hasContent(chart)) {
    paintHeading(canvas, frame, frame.center().x(), chart.heading);
    paintReason(canvas, frame, chart);
    return;
  }
  const std::optional<PaperPlot> plot = paperPlot(canvas, frame, panel);
  if (!plot) return;
  const QRectF& area = plot->area;
  const Cells* cells = firstCells(chart);
  canvas.painter().save();
  paintAreas(canvas, *plot);
  if (!chart.picture) paintAxes(canvas, *plot, panel.yTicks);
  paintLines(canvas, *plot);
  if (cells != nullptr) paintScale(canvas, *cells, area);
  paintHeading(canvas, frame, area.center().x(), chart.heading);
  const QFont xFont = fitted(xTitle, canvas.labelFont(), frame.width());
  canvas.text(within(area.center().x(), canvas.width(xTitle, xFont), frame.left(), frame.right()), frame.bottom(),
              Qt::AlignHCenter | Qt::AlignBottom, xTitle, xFont);
  if (panel.yLabel) {
    const QString yTitle = shown(axisTitle(chart.y));
    const QFont yFont = fitted(yTitle, canvas.labelFont(), frame.height());
    canvas.verticalText(frame.left() + label / 2,
                        within(area.center().y(), canvas.width(yTitle, yFont), frame.top(), frame.bottom()), yTitle,
                        yFont);
  }
  canvas.painter().restore();
}

}  // namespace spindle
