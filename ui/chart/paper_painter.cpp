// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/paper_painter.h"

#include "core/base/text.h"
#include "ui/chart/paper_inks.h"
#include "ui/chart/paper_ticks.h"
#include "ui/chart/screen_places.h"

#include <QCoreApplication>
#include <QLineF>
#include <QPainter>
#include <QPolygonF>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <functional>

namespace spindle {
namespace {

constexpr double axisWidth = 0.6, lineWidth = 1.2, ruleWidth = 0.8;
constexpr double discRadius = 1.3;
constexpr double tickLength = 2.5, tickGap = 1.0;
constexpr double inset = 3.0;  // between the ends of an axis and the outermost points
constexpr double scaleGap = 8.0, scaleWidth = 7.0;
constexpr double entrySpace = 9.0, symbolGap = 3.0, lineSymbol = 16.0;
constexpr int mostCategories = 64;

QString shown(const std::string& text) {
  return QString::fromStdString(printable(text));
}

/// The font, smaller where the text would be wider than the room.
QFont fitted(const QString& text, QFont font, double room) {
  const double width = FigureCanvas::textWidth(text, font);
  if (width > room) font.setPixelSize(std::max(1, static_cast<int>(font.pixelSize() * std::max(0.0, room) / width)));
  return font;
}

/// One axis on the paper.
class PaperAxis {
 public:
  PaperAxis(const ChartAxis& axis, const AxisRange& range, double from, double to)
      : axis_(axis), range_(range), from_(from), low_(screenPlace(axis, range.low)) {
    perPlace_ = (to - from) / (screenPlace(axis, range.high) - low_);
  }
  [[nodiscard]] double place(double place) const {
    return std::clamp(from_ + (place - low_) * perPlace_, -farthest, farthest);
  }
  [[nodiscard]] double value(double value) const { return place(screenPlace(axis_, value)); }
  [[nodiscard]] const ChartAxis& axis() const { return axis_; }
  [[nodiscard]] const AxisRange& range() const { return range_; }

 private:
  static constexpr double farthest = 1e6;  // points; beyond it differences of positions lose their digits
  const ChartAxis& axis_;
  AxisRange range_;
  double from_, low_, perPlace_ = 1.0;
};

struct PaperPlot {
  const Chart& chart;
  QRectF area;
  PaperAxis x, y;
  bool cells;
};

/// The part of a segment within a rectangle (Liang and Barsky).
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

/// The part of a polygon within a rectangle (Sutherland and Hodgman).
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
  if (hatched || hatchDark) canvas.hatch(box, hatchDark ? figure_colors::ink : color);
}

void paintBars(FigureCanvas& canvas, const PaperPlot& plot, const PaperStyle& style) {
  const std::vector<std::vector<BarPlace>> places = barPlaces(plot.chart);
  const double ground = barGround(plot.chart);
  const auto y = [&](double value) {
    return std::isnan(value) ? plot.area.bottom() : std::clamp(value, plot.area.top(), plot.area.bottom());
  };
  std::vector<QLineF> whiskers;
  for (std::size_t m = 0; m < places.size(); ++m) {
    const auto* bars = std::get_if<Bars>(&plot.chart.marks[m]);
    if (bars == nullptr) continue;
    const QColor color = paperColor(bars->ink);
    for (std::size_t i = 0; i < places[m].size(); ++i) {
      const BarPlace& bar = places[m][i];
      if (std::isnan(bar.to)) continue;
      const bool fromBottom = plot.chart.y.scale == Scale::logarithmic && bar.from <= ground;
      const double from = fromBottom ? plot.area.bottom() : y(plot.y.place(bar.from));
      const double left = plot.x.place(bar.middle - bar.width / 2), right = plot.x.place(bar.middle + bar.width / 2);
      const QRectF box = QRectF(QPointF(left, from), QPointF(right, y(plot.y.place(bar.to)))).normalized() & plot.area;
      if (!box.isEmpty()) paintBox(canvas, box, color, bars->hatched, style.hatchNegative && bars->y[i] < 0.0);
      const double middle = plot.x.place(bar.middle);
      if (bars->error.empty() || !std::isfinite(bars->error[i]) || middle < plot.area.left() ||
          middle > plot.area.right())
        continue;
      const double half = std::min(1.8, 0.3 * std::abs(right - left));
      const double ends[] = {plot.y.value(bar.sum - bars->error[i]), plot.y.value(bar.sum + bars->error[i])};
      whiskers.emplace_back(middle, y(ends[0]), middle, y(ends[1]));
      for (const double end : ends) {
        if (contains(plot.area, {middle, end})) whiskers.emplace_back(middle - half, end, middle + half, end);
      }
    }
  }
  for (const QLineF& line : whiskers)
    canvas.line(line.x1(), line.y1(), line.x2(), line.y2(), figure_colors::ink, axisWidth);
}

/// Stretches of neighbors that have a place.
template <class Use>
void forEachRun(std::size_t size, const std::function<bool(std::size_t)>& known, const Use& use) {
  for (std::size_t first = 0; first < size; ++first) {
    if (!known(first)) continue;
    std::size_t end = first + 1;
    while (end < size && known(end)) ++end;
    use(first, end);
    first = end;
  }
}

void paintBand(FigureCanvas& canvas, const PaperPlot& plot, const Band& band) {
  std::vector<QPointF> low, high;
  for (std::size_t i = 0; i < band.x.size(); ++i) {
    low.emplace_back(plot.x.value(band.x[i]), plot.y.value(band.low[i]));
    high.emplace_back(plot.x.value(band.x[i]), plot.y.value(band.high[i]));
  }
  const QColor color = paperVeil(paperColor(band.ink));
  const auto known = [&](std::size_t i) {
    return !std::isnan(low[i].x()) && !std::isnan(low[i].y()) && !std::isnan(high[i].y());
  };
  forEachRun(low.size(), known, [&](std::size_t first, std::size_t end) {
    if (end - first == 1) {
      const auto part = inside(QLineF(low[first], high[first]), plot.area);
      if (part) canvas.line(part->x1(), part->y1(), part->x2(), part->y2(), color, 2 * lineWidth);
      return;
    }
    QPolygonF polygon;
    for (std::size_t i = first; i < end; ++i) polygon << high[i];
    for (std::size_t i = end; i > first; --i) polygon << low[i - 1];
    canvas.painter().setPen(Qt::NoPen);
    canvas.painter().setBrush(color);
    canvas.painter().drawPolygon(inside(polygon, plot.area));
  });
}

void paintLine(FigureCanvas& canvas, const PaperPlot& plot, const Line& line) {
  std::vector<QPointF> points;
  for (std::size_t i = 0; i < line.x.size(); ++i) points.emplace_back(plot.x.value(line.x[i]), plot.y.value(line.y[i]));
  const auto known = [&](std::size_t i) { return !std::isnan(points[i].x()) && !std::isnan(points[i].y()); };
  QPainter& painter = canvas.painter();
  const QColor color = paperColor(line.ink);
  const QRectF area = plot.area.adjusted(-0.01, -0.01, 0.01, 0.01);
  forEachRun(points.size(), known, [&](std::size_t first, std::size_t end) {
    QPolygonF piece;
    const auto flush = [&] {
      painter.setPen(paperPen(color, lineWidth, line.style));
      painter.setBrush(Qt::NoBrush);
      if (piece.size() > 1) painter.drawPolyline(piece);
      piece.clear();
    };
    for (std::size_t i = first + 1; i < end && line.style != LineStyle::none; ++i) {
      const auto part = inside(QLineF(points[i - 1], points[i]), area);
      if (!part) continue;
      if (piece.isEmpty() || piece.back() != part->p1()) {
        flush();
        piece << part->p1();
      }
      piece << part->p2();
    }
    flush();
    const bool discs = line.points || line.style == LineStyle::none || end - first == 1;
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    for (std::size_t i = first; discs && i < end; ++i) {
      if (contains(plot.area, points[i])) painter.drawEllipse(points[i], discRadius, discRadius);
    }
  });
}

AxisRange scaleRange(const Cells& cells) {
  return cells.low < cells.high ? AxisRange{cells.low, cells.high} : AxisRange{cells.low, cells.low + 1.0};
}

QColor cellColor(const Cells& cells, double value) {
  const AxisRange range = scaleRange(cells);
  if (cells.diverging) return diverging(value / std::max(std::abs(range.low), std::abs(range.high)));
  return viridis((value - range.low) / (range.high - range.low));
}

void paintCells(FigureCanvas& canvas, const PaperPlot& plot, const Cells& cells) {
  constexpr double overlap = 0.15;  // viewers would show seams
  const std::vector<double> xs = cellEdges(plot.chart.x, cells.x), ys = cellEdges(plot.chart.y, cells.y);
  for (std::size_t row = 0; row < cells.y.size(); ++row) {
    for (std::size_t column = 0; column < cells.x.size(); ++column) {
      const double value = cells.values[row * cells.x.size() + column];
      QRectF cell = QRectF(QPointF(plot.x.place(xs[column]), plot.y.place(ys[row])),
                           QPointF(plot.x.place(xs[column + 1]), plot.y.place(ys[row + 1])))
                        .normalized();
      if (!std::isfinite(value) || std::isnan(cell.width()) || std::isnan(cell.height())) continue;
      cell = cell.adjusted(0, -overlap, overlap, 0) & plot.area;
      if (!cell.isEmpty()) canvas.fill(cell, cellColor(cells, value));
    }
  }
}

const Cells* firstCells(const Chart& chart) {
  for (const Mark& mark : chart.marks) {
    if (const auto* cells = std::get_if<Cells>(&mark)) return cells;
  }
  return nullptr;
}

/// The widest label that an axis may get, however many ticks it has room for.
double widestLabel(const FigureCanvas& canvas, const ChartAxis& axis, const AxisRange& range) {
  double widest = 0.0;
  for (const int wanted : {2, 3, 4, 5, 6, 7, 8, mostCategories}) {
    if (wanted == mostCategories && axis.scale != Scale::category) continue;
    for (const PaperTick& tick : paperTicks(axis, range, wanted))
      widest = std::max(widest, canvas.width(tick.label, canvas.tickFont()));
  }
  return widest;
}

std::vector<PaperTick> ticksUpward(const FigureCanvas& canvas, const PaperAxis& axis, double height) {
  const double line = canvas.height(canvas.tickFont());
  const bool categories = axis.axis().scale == Scale::category;
  return fittingTicks(axis.axis(), axis.range(), height,
                      categories ? mostCategories : std::clamp(static_cast<int>(height / (2.2 * line)), 2, 8),
                      [line](const QString&) { return 0.9 * line; });
}

std::vector<PaperTick> ticksAcross(const FigureCanvas& canvas, const PaperAxis& axis, double width) {
  const bool categories = axis.axis().scale == Scale::category;
  const double each = axis.axis().scale == Scale::linear ? 25.0 : 14.0;
  return fittingTicks(axis.axis(), axis.range(), width,
                      categories ? mostCategories : std::clamp(static_cast<int>(width / each), 2, 9),
                      [&canvas](const QString& label) { return canvas.width(label, canvas.tickFont()) + 3.0; });
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
    canvas.fill(step, cellColor(cells, range.low + (i + 0.5) / steps * (range.high - range.low)));
  }
  const ChartAxis linear;
  const PaperAxis axis(linear, range, bar.bottom(), bar.top());
  for (const PaperTick& tick : ticksUpward(canvas, axis, bar.height())) {
    const double y = axis.value(tick.value);
    canvas.line(bar.right(), y, bar.right() + 1.5, y, figure_colors::ink, axisWidth);
    canvas.text(bar.right() + 3.0, y, Qt::AlignLeft | Qt::AlignVCenter, tick.label, canvas.tickFont());
  }
  const QString name = shown(cells.name);
  const double right = area.right() + scaleRoom(canvas, cells);
  canvas.verticalText(right - canvas.height(canvas.tickFont()) / 2, area.center().y(), name,
                      fitted(name, canvas.tickFont(), area.height()));
}

void paintAxes(FigureCanvas& canvas, const PaperPlot& plot, const PaperPanel& panel) {
  const QRectF& area = plot.area;
  const QColor& ink = figure_colors::ink;
  const bool categories = plot.chart.x.scale == Scale::category;
  const double zero = plot.y.value(0.0);
  const bool spansZero = plot.y.range().low < 0.0 && plot.y.range().high > 0.0 &&
                         plot.chart.y.scale != Scale::category && !plot.cells && !std::isnan(zero);
  // Bars that grow both ways stand on the zero line alone.
  if (spansZero) canvas.line(area.left(), zero, area.right(), zero, categories ? ink : figure_colors::faint, axisWidth);
  if (!spansZero || !categories) canvas.line(area.left(), area.bottom(), area.right(), area.bottom(), ink, axisWidth);
  canvas.line(area.left(), area.top(), area.left(), area.bottom(), ink, axisWidth);
  for (const PaperTick& tick : ticksUpward(canvas, plot.y, area.height())) {
    const double y = plot.y.value(tick.value);
    if (plot.chart.y.scale != Scale::category) canvas.line(area.left() - tickLength, y, area.left(), y, ink, axisWidth);
    if (panel.yTicks)
      canvas.text(area.left() - tickLength - tickGap, y, Qt::AlignRight | Qt::AlignVCenter, tick.label,
                  canvas.tickFont());
  }
  for (const PaperTick& tick : ticksAcross(canvas, plot.x, area.width())) {
    const double x = plot.x.value(tick.value);
    if (!categories) canvas.line(x, area.bottom(), x, area.bottom() + tickLength, ink, axisWidth);
    canvas.text(x, area.bottom() + (categories ? 1.5 : tickLength + 0.5), Qt::AlignHCenter | Qt::AlignTop, tick.label,
                canvas.tickFont());
  }
}

/// Words inside a plot, at most as wide as it.
struct PaperWords {
  QString text;
  QFont font;
  QRectF box;

  PaperWords(const FigureCanvas& canvas, const QRectF& area, const std::string& words)
      : text(shown(words)), font(fitted(text, canvas.tickFont(), area.width())) {
    box = QRectF(0, 0, canvas.width(text, font), canvas.height(font));
  }

  void paint(FigureCanvas& canvas, bool onCells, const QColor& color) const {
    if (onCells) canvas.fill(box.adjusted(-1, 0, 1, 0), QColor(255, 255, 255, 215));
    canvas.text(box.left(), box.top(), Qt::AlignLeft | Qt::AlignTop, text, font, color);
  }
};

bool collides(const std::vector<QRectF>& taken, const QRectF& box) {
  return std::any_of(taken.begin(), taken.end(), [&](const QRectF& other) { return other.intersects(box); });
}

/// taken: the boxes of the labels so far, so that none lies on another.
void paintRule(FigureCanvas& canvas, const PaperPlot& plot, const Rule& rule, std::vector<QRectF>& taken) {
  const QRectF& area = plot.area;
  const double at = rule.vertical ? plot.x.value(rule.at) : plot.y.value(rule.at);
  const QLineF line =
      rule.vertical ? QLineF(at, area.top(), at, area.bottom()) : QLineF(area.left(), at, area.right(), at);
  if (std::isnan(at) || !contains(area, line.p1())) return;
  const bool plain = rule.ink.kind == InkKind::faint || rule.ink.kind == InkKind::text;
  const QColor color = paperColor(rule.ink);
  canvas.painter().setPen(paperPen(plot.cells && plain ? QColor(Qt::white) : color, ruleWidth, rule.style));
  if (rule.style != LineStyle::none) canvas.painter().drawLine(line);
  if (rule.label.empty()) return;
  PaperWords words(canvas, area, rule.label);
  QRectF& box = words.box;
  if (rule.vertical) {
    const bool right = at + 2.5 + box.width() <= area.right();
    box.moveTopLeft({right ? at + 2.5 : std::max(area.left(), at - 2.5 - box.width()), area.top()});
    while (collides(taken, box) && box.bottom() + box.height() < area.bottom()) box.translate(0, box.height());
  } else {
    const QPointF above(area.right() - 1 - box.width(), at - 0.5 - box.height());
    const QPointF below(above.x(), at + 0.5);
    const bool fits = above.y() >= area.top() - 1;
    box.moveTopLeft(fits ? above : below);
    if (fits && collides(taken, box) && !collides(taken, QRectF(below, box.size()))) box.moveTopLeft(below);
  }
  taken.push_back(box);
  words.paint(canvas, plot.cells, color);
}

void paintLabel(FigureCanvas& canvas, const PaperPlot& plot, const Label& label) {
  const QPointF at(plot.x.value(label.x), plot.y.value(label.y));
  if (!contains(plot.area, at)) return;
  PaperWords words(canvas, plot.area, label.text);
  QRectF& box = words.box;
  box.moveCenter(at);
  if (!plot.cells) box.moveBottom(at.y() - discRadius - 0.5);
  box.moveLeft(std::max(plot.area.left(), std::min(box.left(), plot.area.right() - box.width())));
  if (box.top() < plot.area.top() - 1) box.moveTop(at.y() + discRadius + 0.5);
  words.paint(canvas, plot.cells, paperColor(label.ink));
}

template <class Kind, class Paint>
void forEachMark(const Chart& chart, const Paint& paint) {
  for (const Mark& mark : chart.marks) {
    if (const auto* kind = std::get_if<Kind>(&mark)) paint(*kind);
  }
}

void paintMarks(FigureCanvas& canvas, const PaperPlot& plot, const PaperPanel& panel, const PaperStyle& style) {
  std::vector<QRectF> taken;
  forEachMark<Cells>(plot.chart, [&](const Cells& cells) { paintCells(canvas, plot, cells); });
  forEachMark<Band>(plot.chart, [&](const Band& band) { paintBand(canvas, plot, band); });
  paintBars(canvas, plot, style);
  paintAxes(canvas, plot, panel);
  forEachMark<Line>(plot.chart, [&](const Line& line) { paintLine(canvas, plot, line); });
  forEachMark<Rule>(plot.chart, [&](const Rule& rule) { paintRule(canvas, plot, rule, taken); });
  forEachMark<Label>(plot.chart, [&](const Label& label) { paintLabel(canvas, plot, label); });
}

void paintHeading(FigureCanvas& canvas, const QRectF& frame, double center, const std::string& heading) {
  const QString words = shown(heading);
  const QFont font = fitted(words, canvas.tickFont(), frame.width());
  const double half = canvas.width(words, font) / 2;
  const double x = std::max(frame.left() + half, std::min(center, frame.right() - half));
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
                fitted(line, canvas.tickFont(), frame.width()), paperColor({InkKind::faint}));
    y += height;
  }
}

double rightRoom(const FigureCanvas& canvas, const Chart& chart) {
  if (const Cells* cells = firstCells(chart)) return scaleRoom(canvas, *cells);
  if (chart.x.scale == Scale::category) return inset;
  return std::max(inset, widestLabel(canvas, chart.x, rangeX(chart)) / 2 - inset + 1.0);
}

}  // namespace

double leftRoom(const FigureCanvas& canvas, const PaperPanel& panel) {
  const Chart& chart = *panel.chart;
  if (!hasContent(chart)) return 0.0;
  double room = panel.yLabel && !axisTitle(chart.y).empty() ? canvas.height(canvas.labelFont()) + 2.0 : 0.0;
  if (panel.yTicks) room += widestLabel(canvas, chart.y, panel.y.value_or(rangeY(chart))) + tickLength + tickGap + 1.0;
  return std::max(room, tickLength + 1.0);
}

void paintChart(FigureCanvas& canvas, const QRectF& frame, const PaperPanel& panel, const PaperStyle& style) {
  const Chart& chart = *panel.chart;
  const double tick = canvas.height(canvas.tickFont()), label = canvas.height(canvas.labelFont());
  const QString xTitle = panel.xLabel ? shown(axisTitle(chart.x)) : QString();
  const double top = chart.heading.empty() ? 0.6 * tick : 1.3 * tick;
  const double bottom = tickLength + 0.5 + tick + (xTitle.isEmpty() ? 0.0 : label + 1.0);
  if (!hasContent(chart)) {
    paintHeading(canvas, frame, frame.center().x(), chart.heading);
    paintReason(canvas, frame, chart);
    return;
  }
  const QRectF area = frame.adjusted(leftRoom(canvas, panel), top, -rightRoom(canvas, chart), -bottom);
  if (area.width() < 4 * inset || area.height() < 4 * inset) return;
  const Cells* cells = firstCells(chart);
  const double edge = cells != nullptr || chart.x.scale == Scale::category ? 0.0 : inset;
  const PaperPlot plot{chart, area, PaperAxis(chart.x, rangeX(chart), area.left() + edge, area.right() - edge),
                       PaperAxis(chart.y, panel.y.value_or(rangeY(chart)), area.bottom(), area.top()),
                       cells != nullptr};
  canvas.painter().save();
  paintMarks(canvas, plot, panel, style);
  if (cells != nullptr) paintScale(canvas, *cells, area);
  paintHeading(canvas, frame, area.center().x(), chart.heading);
  canvas.text(area.center().x(), frame.bottom(), Qt::AlignHCenter | Qt::AlignBottom, xTitle,
              fitted(xTitle, canvas.labelFont(), frame.width()));
  if (panel.yLabel) {
    const QString yTitle = shown(axisTitle(chart.y));
    canvas.verticalText(frame.left() + label / 2, area.center().y(), yTitle,
                        fitted(yTitle, canvas.labelFont(), frame.height()));
  }
  canvas.painter().restore();
}

std::vector<LegendEntry> legendOf(std::span<const Chart* const> charts) {
  std::vector<LegendEntry> entries;
  const auto add = [&](const LegendEntry& entry) {
    if (!entry.name.isEmpty() && std::find(entries.begin(), entries.end(), entry) == entries.end())
      entries.push_back(entry);
  };
  for (const Chart* chart : charts) {
    for (const Mark& mark : chart->marks) {
      if (const auto* bars = std::get_if<Bars>(&mark)) add({shown(bars->name), bars->ink, true, bars->hatched});
      if (const auto* line = std::get_if<Line>(&mark))
        add({shown(line->name), line->ink, false, false, line->style, line->points || line->style == LineStyle::none});
      if (const auto* band = std::get_if<Band>(&mark))
        add({shown(band->name), band->ink, true, false, LineStyle::none, false, true});
    }
  }
  return entries;
}

namespace {

double symbolWidth(const FigureCanvas& canvas, const LegendEntry& entry) {
  const bool onlyPoint = !entry.bar && entry.line == LineStyle::none;
  return onlyPoint ? 4 * discRadius : entry.bar ? 0.6 * canvas.height(canvas.tickFont()) : lineSymbol;
}

double entryWidth(const FigureCanvas& canvas, const LegendEntry& entry) {
  return symbolWidth(canvas, entry) + symbolGap + canvas.width(entry.name, canvas.tickFont());
}

double rowWidth(const FigureCanvas& canvas, std::span<const LegendEntry> row) {
  double width = -entrySpace;
  for (const LegendEntry& entry : row) width += entryWidth(canvas, entry) + entrySpace;
  return width;
}

/// Rows of about equally many entries where each fits, else filled one after the other.
std::vector<std::span<const LegendEntry>> legendLayout(const FigureCanvas& canvas, std::span<const LegendEntry> entries,
                                                       double width) {
  std::vector<std::span<const LegendEntry>> rows, even;
  for (std::size_t first = 0; first < entries.size(); first += rows.back().size()) {
    std::size_t count = 1;
    while (first + count < entries.size() && rowWidth(canvas, entries.subspan(first, count + 1)) <= width) ++count;
    rows.push_back(entries.subspan(first, count));
  }
  for (std::size_t row = 0, first = 0; row < rows.size(); ++row) {
    const std::size_t left = rows.size() - row;
    const std::size_t count = (entries.size() - first + left - 1) / left;
    even.push_back(entries.subspan(first, count));
    first += count;
    if (rowWidth(canvas, even.back()) > width) return rows;
  }
  return even;
}

void paintSymbol(FigureCanvas& canvas, const LegendEntry& entry, double left, double middle) {
  const QColor color = paperColor(entry.ink);
  const double width = symbolWidth(canvas, entry);
  if (entry.bar) {
    paintBox(canvas, {left, middle - width / 2, width, width}, entry.band ? paperVeil(color) : color, entry.hatched,
             false);
    return;
  }
  canvas.painter().setPen(paperPen(color, lineWidth, entry.line));
  if (entry.line != LineStyle::none) canvas.painter().drawLine(QPointF(left, middle), QPointF(left + width, middle));
  canvas.painter().setPen(Qt::NoPen);
  canvas.painter().setBrush(color);
  if (entry.points) canvas.painter().drawEllipse(QPointF(left + width / 2, middle), discRadius, discRadius);
}

}  // namespace

int legendRows(const FigureCanvas& canvas, const std::vector<LegendEntry>& entries, double width) {
  return static_cast<int>(legendLayout(canvas, entries, width).size());
}

void paintLegend(FigureCanvas& canvas, const std::vector<LegendEntry>& entries, const QRectF& box) {
  const double height = 1.4 * canvas.height(canvas.tickFont());
  double middle = box.top() + height / 2;
  for (const auto& row : legendLayout(canvas, entries, box.width())) {
    double left = std::max(box.left(), box.center().x() - rowWidth(canvas, row) / 2);
    for (const LegendEntry& entry : row) {
      const double symbol = symbolWidth(canvas, entry) + symbolGap;
      paintSymbol(canvas, entry, left, middle);
      canvas.text(left + symbol, middle, Qt::AlignLeft | Qt::AlignVCenter, entry.name,
                  fitted(entry.name, canvas.tickFont(), box.right() - left - symbol));
      left += entryWidth(canvas, entry) + entrySpace;
    }
    middle += height;
  }
}

}  // namespace spindle
