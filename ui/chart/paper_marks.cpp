// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/paper_marks.h"

#include "ui/chart/paper_inks.h"
#include "ui/chart/plot_words.h"
#include "ui/chart/screen_places.h"
#include "ui/colors/color_scales.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace spindle::paper {
namespace {

void paintBars(FigureCanvas& canvas, const PaperPlot& plot) {
  const std::vector<std::vector<BarPlace>> places = barPlaces(plot.chart);
  const double ground = barGround(plot.chart);
  const auto y = [&](double value) {
    return std::isnan(value) ? plot.area.bottom() : std::clamp(value, plot.area.top(), plot.area.bottom());
  };
  std::vector<QLineF> whiskers;
  for (std::size_t m = 0; m < places.size(); ++m) {
    const auto* bars = std::get_if<Bars>(&plot.chart.marks[m]);
    if (bars == nullptr) continue;
    const QColor color = canvas.color(bars->ink);
    for (std::size_t i = 0; i < places[m].size(); ++i) {
      const BarPlace& bar = places[m][i];
      if (std::isnan(bar.to)) continue;
      const bool fromBottom = plot.chart.y.scale == Scale::logarithmic && bar.from <= ground;
      const double from = fromBottom ? plot.area.bottom() : y(plot.y.place(bar.from));
      const double left = plot.x.place(bar.middle - bar.width / 2), right = plot.x.place(bar.middle + bar.width / 2);
      const QRectF box = QRectF(QPointF(left, from), QPointF(right, y(plot.y.place(bar.to)))).normalized() & plot.area;
      if (!box.isEmpty()) paintBox(canvas, box, color, bars->hatched, canvas.style().hatchNegative && bars->y[i] < 0.0);
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
    canvas.line(line.x1(), line.y1(), line.x2(), line.y2(), canvas.color(ColorRole::words), axisWidth);
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
  const QColor color = paperVeil(canvas.color(band.ink));
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
  const QColor color = canvas.color(line.ink);
  const bool leader = plot.chart.picture && line.style == LineStyle::dotted;  // to a number beside the picture
  const QRectF area = plot.area.adjusted(-0.01, -0.01, 0.01, 0.01);
  forEachRun(points.size(), known, [&](std::size_t first, std::size_t end) {
    QPolygonF piece;
    const auto flush = [&] {
      painter.setPen(paperPen(color, canvas.scaled(leader ? axisWidth : lineWidth), line.style));
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
    const double disc = canvas.scaled(plot.chart.picture ? pictureDiscRadius : discRadius);
    const bool discs = line.points || line.style == LineStyle::none || end - first == 1;
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    for (std::size_t i = first; discs && i < end; ++i) {
      if (contains(plot.area, points[i])) painter.drawEllipse(points[i], disc, disc);
    }
  });
}

void paintCells(FigureCanvas& canvas, const PaperPlot& plot, const Cells& cells) {
  const double overlap = cells.colors.empty() ? 0.15 : 0.8;  // viewers would show seams; the next cell covers it
  const std::vector<double> xs = cellEdges(plot.chart.x, cells.x), ys = cellEdges(plot.chart.y, cells.y);
  for (std::size_t row = 0; row < cells.y.size(); ++row) {
    for (std::size_t column = 0; column < cells.x.size(); ++column) {
      const double value = cells.values[row * cells.x.size() + column];
      QRectF cell = QRectF(QPointF(plot.x.place(xs[column]), plot.y.place(ys[row])),
                           QPointF(plot.x.place(xs[column + 1]), plot.y.place(ys[row + 1])))
                        .normalized();
      if (!std::isfinite(value) || std::isnan(cell.width()) || std::isnan(cell.height())) continue;
      cell = cell.adjusted(0, -overlap, overlap, 0) & plot.area;
      if (cell.isEmpty()) continue;
      canvas.fill(cell, cells.colors.empty() ? cellColor(canvas.style().palette, cells, value)
                                             : QColor::fromRgb(cells.colors[row * cells.x.size() + column]));
    }
  }
}

void paintRule(FigureCanvas& canvas, const PaperPlot& plot, const Rule& rule, const QLineF& line) {
  if (rule.style == LineStyle::none) return;
  const bool plain = rule.ink.kind == InkKind::faint || rule.ink.kind == InkKind::text;
  canvas.painter().setPen(
      paperPen(plot.cells && plain ? QColor(Qt::white) : canvas.color(rule.ink), canvas.scaled(ruleWidth), rule.style));
  canvas.painter().drawLine(line);
}

void paintWords(FigureCanvas& canvas, const PlotWords& words) {
  const auto* rule = std::get_if<Rule>(words.mark);
  if (words.onWhite) canvas.fill(words.box.adjusted(-1, 0, 1, 0), QColor(255, 255, 255, 215));
  canvas.text(words.box.left(), words.box.top(), Qt::AlignLeft | Qt::AlignTop, words.text, words.font,
              canvas.color(rule != nullptr ? rule->ink : std::get<Label>(*words.mark).ink));
}

template <class Kind, class Paint>
void forEachMark(const Chart& chart, const Paint& paint) {
  for (const Mark& mark : chart.marks) {
    if (const auto* kind = std::get_if<Kind>(&mark)) paint(*kind);
  }
}

}  // namespace

AxisRange scaleRange(const Cells& cells) {
  return cells.low < cells.high ? AxisRange{cells.low, cells.high} : AxisRange{cells.low, cells.low + 1.0};
}

QColor cellColor(Palette palette, const Cells& cells, double value) {
  const AxisRange range = scaleRange(cells);
  if (cells.diverging)
    return divergingColor(value / std::max(std::abs(range.low), std::abs(range.high)), themeOf(palette));
  return sequentialColor((value - range.low) / (range.high - range.low), themeOf(palette));
}

void paintAreas(FigureCanvas& canvas, const PaperPlot& plot) {
  forEachMark<Cells>(plot.chart, [&](const Cells& cells) { paintCells(canvas, plot, cells); });
  forEachMark<Band>(plot.chart, [&](const Band& band) { paintBand(canvas, plot, band); });
  paintBars(canvas, plot);
}

void paintLines(FigureCanvas& canvas, const PaperPlot& plot) {
  forEachMark<Line>(plot.chart, [&](const Line& line) { paintLine(canvas, plot, line); });
  const std::vector<PlotWords> all = plotWords(canvas, plot);
  for (const PlotWords& words : all) {
    if (words.rule) paintRule(canvas, plot, std::get<Rule>(*words.mark), *words.rule);
  }
  for (const PlotWords& words : all) {
    if (!words.box.isNull()) paintWords(canvas, words);
  }
}

}  // namespace spindle::paper
