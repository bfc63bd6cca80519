// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/plot_words.h"

#include "ui/chart/screen_places.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle::paper {
namespace {

constexpr double gap = 2.5, closely = 0.5, edge = 1.0;

/// What is drawn in a plot, as far as words should not lie on it.
struct Drawn {
  std::vector<QLineF> lines;
  std::vector<QRectF> boxes;
};

void addLine(Drawn& drawn, const PaperPlot& plot, const Line& line) {
  const double disc = line.points || line.style == LineStyle::none ? discRadius : 0.0;
  QPointF before(std::nan(""), std::nan(""));
  for (std::size_t i = 0; i < line.x.size(); ++i) {
    const QPointF here(plot.x.value(line.x[i]), plot.y.value(line.y[i]));
    const bool known = !std::isnan(here.x()) && !std::isnan(here.y());
    if (known && line.style != LineStyle::none && !std::isnan(before.x())) {
      if (const auto part = inside(QLineF(before, here), plot.area)) drawn.lines.push_back(*part);
    }
    if (disc > 0.0 && known && contains(plot.area, here))
      drawn.boxes.push_back(QRectF(here, here).adjusted(-disc, -disc, disc, disc));
    before = known ? here : QPointF(std::nan(""), std::nan(""));
  }
}

Drawn drawnIn(const PaperPlot& plot) {
  Drawn drawn;
  const bool any = std::any_of(plot.chart.marks.begin(), plot.chart.marks.end(), [](const Mark& mark) {
    return std::holds_alternative<Rule>(mark) || std::holds_alternative<Label>(mark);
  });
  if (!any || plot.cells) return drawn;  // words stand on white on cells
  const std::vector<std::vector<BarPlace>> bars = barPlaces(plot.chart);
  for (std::size_t m = 0; m < plot.chart.marks.size(); ++m) {
    const Mark& mark = plot.chart.marks[m];
    if (const auto* line = std::get_if<Line>(&mark)) addLine(drawn, plot, *line);
    if (!std::holds_alternative<Bars>(mark)) continue;
    for (const BarPlace& bar : bars[m]) {
      const double from = plot.y.place(bar.from), ground = std::isfinite(from) ? from : plot.area.bottom();
      const QRectF box(QPointF(plot.x.place(bar.middle - bar.width / 2), ground),
                       QPointF(plot.x.place(bar.middle + bar.width / 2), plot.y.place(bar.to)));
      if (std::isfinite(box.height()) && std::isfinite(box.width())) drawn.boxes.push_back(box.normalized());
    }
  }
  return drawn;
}

std::optional<QLineF> ruleLine(const PaperPlot& plot, const Rule& rule) {
  const QRectF& area = plot.area;
  const double at = rule.vertical ? plot.x.value(rule.at) : plot.y.value(rule.at);
  const QLineF line =
      rule.vertical ? QLineF(at, area.top(), at, area.bottom()) : QLineF(area.left(), at, area.right(), at);
  if (std::isnan(at) || !contains(area, line.p1())) return std::nullopt;
  return line;
}

/// Left upper corners to choose from, the usual one first.
std::vector<QPointF> besideRule(const QRectF& area, const QLineF& line, bool vertical, const QSizeF& size) {
  std::vector<QPointF> list;
  if (vertical) {
    const double right = line.x1() + gap, left = line.x1() - gap - size.width();
    const bool rightFits = right + size.width() <= area.right(), leftFits = left >= area.left();
    for (double y = area.top(); y + size.height() <= area.bottom() || list.empty(); y += size.height() / 2) {
      if (rightFits) list.emplace_back(right, y);
      if (leftFits) list.emplace_back(left, y);
      if (rightFits || leftFits) continue;
      double x = area.left();  // across the rule, then
      do {
        list.emplace_back(x, y);
        x += size.height();
      } while (x + size.width() <= area.right());
    }
    return list;
  }
  const double above = line.y1() - closely - size.height(), below = line.y1() + closely;
  const double farthest = area.right() - edge - size.width();
  for (double x = farthest; x >= area.left() + gap || list.empty(); x -= size.height()) {
    if (above >= area.top() - 1.0) list.emplace_back(x, above);
    if (below + size.height() <= area.bottom() || list.empty()) list.emplace_back(x, below);
  }
  return list;
}

std::vector<QPointF> aroundPoint(const PaperPlot& plot, const QPointF& at, const QSizeF& size) {
  const QRectF& area = plot.area;
  const auto within = [&](double left) { return std::max(area.left(), std::min(left, area.right() - size.width())); };
  const double middle = within(at.x() - size.width() / 2), half = at.y() - size.height() / 2;
  if (plot.cells) return {{middle, half}};
  const double away = discRadius + closely;
  std::vector<QPointF> list;
  if (at.y() - away - size.height() >= area.top() - 1.0) list.emplace_back(middle, at.y() - away - size.height());
  if (at.y() + away + size.height() <= area.bottom() || list.empty()) list.emplace_back(middle, at.y() + away);
  for (const double left : {at.x() + away + 1.0, at.x() - away - 1.0 - size.width()}) {
    if (left == within(left)) list.emplace_back(left, half);
  }
  return list;
}

/// How much of what is drawn lies below words, in points of length.
double covered(const Drawn& drawn, const QRectF& box) {
  double length = 0.0;
  for (const QLineF& line : drawn.lines) {
    if (const auto part = inside(line, box)) length += part->length();
  }
  for (const QRectF& other : drawn.boxes) {
    const QRectF both = other & box;
    if (!both.isEmpty()) length += both.width() * both.height() / box.height();
  }
  return length;
}

QRectF freest(const std::vector<QPointF>& places, const QSizeF& size, const Drawn& drawn,
              const std::vector<QRectF>& taken) {
  constexpr double onWords = 1e6;
  double least = std::numeric_limits<double>::infinity();
  QRectF best;
  for (const QPointF& place : places) {
    const QRectF box(place, size);
    double cost = covered(drawn, box);
    for (const QRectF& other : taken) cost += other.intersects(box) ? onWords : 0.0;
    if (cost >= least) continue;
    least = cost;
    best = box;
  }
  return best;
}

}  // namespace

std::vector<PlotWords> plotWords(const FigureCanvas& canvas, const PaperPlot& plot) {
  std::vector<PlotWords> all;
  Drawn drawn = drawnIn(plot);
  for (const Mark& mark : plot.chart.marks) {
    const auto* rule = std::get_if<Rule>(&mark);
    if (rule == nullptr && !std::holds_alternative<Label>(mark)) continue;
    PlotWords& words = all.emplace_back();
    words.mark = &mark;
    if (rule != nullptr) words.rule = ruleLine(plot, *rule);
    if (words.rule && rule->style != LineStyle::none) drawn.lines.push_back(*words.rule);
  }
  std::vector<QRectF> taken;
  for (PlotWords& words : all) {
    const auto* rule = std::get_if<Rule>(words.mark);
    const auto* label = std::get_if<Label>(words.mark);
    const std::string& text = rule != nullptr ? rule->label : label->text;
    const QPointF at = label != nullptr ? QPointF(plot.x.value(label->x), plot.y.value(label->y)) : QPointF();
    if (text.empty() || !(rule != nullptr ? words.rule.has_value() : contains(plot.area, at))) continue;
    words.text = shown(text);
    words.font = fitted(words.text, canvas.tickFont(), plot.area.width());
    const QSizeF size(FigureCanvas::width(words.text, words.font), canvas.height(words.font));
    words.box =
        freest(rule != nullptr ? besideRule(plot.area, *words.rule, rule->vertical, size) : aroundPoint(plot, at, size),
               size, drawn, taken);
    taken.push_back(words.box);
    words.onWhite = plot.cells || (rule != nullptr && rule->vertical && words.box.left() < words.rule->x1() &&
                                   words.box.right() > words.rule->x1());
  }
  return all;
}

}  // namespace spindle::paper
