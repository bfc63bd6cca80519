// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"
#include "ui/chart/figure_canvas.h"

#include <QLineF>
#include <QPolygonF>
#include <QString>

#include <optional>
#include <span>
#include <string>

namespace spindle::paper {

// What the parts of the paper painter share. Points (1/72 inch) everywhere.

inline constexpr double axisWidth = 0.6, lineWidth = 1.2, ruleWidth = 0.8;
inline constexpr double discRadius = 1.3, pictureDiscRadius = 0.7;
inline constexpr double tickLength = 2.5, tickGap = 1.0;
inline constexpr double inset = 3.0;  // between the ends of an axis and the outermost points
inline constexpr double scaleGap = 8.0, scaleWidth = 7.0;
inline constexpr double entrySpace = 9.0, symbolGap = 3.0, lineSymbol = 16.0;

/// Text out of files, fit to be drawn.
QString shown(const std::string& text);

/// The font, smaller where the text would be wider than the room.
QFont fitted(const QString& text, QFont font, double room);

/// One axis on the paper. Refers to the chart's.
class PaperAxis {
 public:
  PaperAxis(const ChartAxis& axis, const AxisRange& range, double from, double to);
  [[nodiscard]] double place(double place) const;  ///< of a place as screenPlace() gives it
  [[nodiscard]] double value(double value) const;
  [[nodiscard]] const ChartAxis& axis() const { return axis_; }
  [[nodiscard]] const AxisRange& range() const { return range_; }

 private:
  const ChartAxis& axis_;
  AxisRange range_;
  double from_, low_, perPlace_ = 1.0;
};

struct PaperPlot {
  const Chart& chart;
  QRectF area;
  PaperAxis x, y;
  bool cells;  ///< or a picture: words stand on white
};

/// The part of a segment, or of a polygon, within a rectangle.
std::optional<QLineF> inside(const QLineF& line, const QRectF& rect);
QPolygonF inside(QPolygonF polygon, const QRectF& rect);

/// Whether a point that has a place lies in an area or on its edge.
bool contains(const QRectF& area, const QPointF& point);

/// hatchDark: strokes in the ink of the text, for gray prints.
void paintBox(FigureCanvas& canvas, const QRectF& box, const QColor& color, bool hatched, bool hatchDark);

/// Of pictures beside each other that are this wide: units of x and y are equally long, but none is higher than 1.6
/// times its width. Without headings.
double pictureHeight(std::span<const Chart* const> charts, double width);

/// Null where there are none with a scale of colors.
const Cells* firstCells(const Chart& chart);

}  // namespace spindle::paper
