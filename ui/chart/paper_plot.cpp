// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/paper_plot.h"

#include "core/base/text.h"
#include "ui/chart/paper_inks.h"
#include "ui/chart/screen_places.h"

#include <algorithm>
#include <cmath>

namespace spindle::paper {
namespace {

constexpr double farthest = 1e6;  // points; beyond it differences of positions lose their digits

}  // namespace

QString shown(const std::string& text) {
  return QString::fromStdString(printable(text));
}

QFont fitted(const QString& text, QFont font, double room) {
  const double width = FigureCanvas::width(text, font);
  if (width > room) font.setPixelSize(std::max(1, static_cast<int>(font.pixelSize() * std::max(0.0, room) / width)));
  return font;
}

PaperAxis::PaperAxis(const ChartAxis& axis, const AxisRange& range, double from, double to)
    : axis_(axis), range_(range), from_(from), low_(screenPlace(axis, range.low)) {
  perPlace_ = (to - from) / (screenPlace(axis, range.high) - low_);
}

double PaperAxis::place(double place) const {
  return std::clamp(from_ + (place - low_) * perPlace_, -farthest, farthest);
}

double PaperAxis::value(double value) const {
  return place(screenPlace(axis_, value));
}

// Liang and Barsky.
std::optional<QLineF> inside(const QLineF& line, const QRectF& rect) {
  double from = 0.0, to = 1.0;
  const auto cut = [&](double step, double room) {
    if (step == 0.0) return room >= 0.0;
    (step < 0.0 ? from : to) = step < 0.0 ? std::max(from, room / step) : std::min(to, room / step);
    return from <= to;
  };
  if (!cut(-line.dx(), line.x1() - rect.left()) || !cut(line.dx(), rect.right() - line.x1()) ||
      !cut(-line.dy(), line.y1() - rect.top()) || !cut(line.dy(), rect.bottom() - line.y1()))
    return std::nullopt;
  return QLineF(line.pointAt(from), line.pointAt(to));
}

// Sutherland and Hodgman.
QPolygonF inside(QPolygonF polygon, const QRectF& rect) {
  const auto depth = [&rect](int side, const QPointF& p) {
    if (side == 0) return p.x() - rect.left();
    if (side == 1) return rect.right() - p.x();
    return side == 2 ? p.y() - rect.top() : rect.bottom() - p.y();
  };
  for (int side = 0; side < 4; ++side) {
    QPolygonF kept;
    for (qsizetype i = 0; i < polygon.size(); ++i) {
      const QPointF a = polygon[(i + polygon.size() - 1) % polygon.size()], b = polygon[i];
      const double before = depth(side, a), here = depth(side, b);
      if ((before < 0.0) != (here < 0.0)) kept << a + (b - a) * (before / (before - here));
      if (here >= 0.0) kept << b;
    }
    polygon = kept;
  }
  return polygon;
}

bool contains(const QRectF& area, const QPointF& point) {
  constexpr double slack = 0.01;
  return !std::isnan(point.x()) && !std::isnan(point.y()) &&
         area.adjusted(-slack, -slack, slack, slack).contains(point);
}

void paintBox(FigureCanvas& canvas, const QRectF& box, const QColor& color, bool hatched, bool hatchDark) {
  canvas.fill(box, hatched ? paperTint(color) : color);
  if (hatched || hatchDark) canvas.hatch(box, hatchDark ? canvas.color(ColorRole::words) : color);
}

double pictureHeight(std::span<const Chart* const> charts, double width) {
  double height = 0.0;
  for (const Chart* chart : charts) {
    const AxisRange x = rangeX(*chart), y = rangeY(*chart);
    height = std::max(height, width * std::min(1.6, (y.high - y.low) / (x.high - x.low)));
  }
  return height;
}

const Cells* firstCells(const Chart& chart) {
  for (const Mark& mark : chart.marks) {
    const auto* cells = std::get_if<Cells>(&mark);
    if (cells != nullptr && cells->colors.empty()) return cells;
  }
  return nullptr;
}

}  // namespace spindle::paper
