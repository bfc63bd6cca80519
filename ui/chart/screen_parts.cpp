// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/screen_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr double lineWidth = 1.7, ruleWidth = 1.3, discSize = 4.5, whiskerPixels = 6.0;
constexpr double barShare = 0.94;  // of its place; the rest parts it from the next stack
constexpr double none = std::numeric_limits<double>::quiet_NaN();

QCPItemText* makeWords(QCustomPlot& plot) {
  auto* words = new QCPItemText(&plot);
  words->setLayer("overlay");
  words->position->setType(QCPItemPosition::ptAbsolute);
  words->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
  words->setPadding({2, 0, 2, 0});
  words->setVisible(false);
  return words;
}

void styleWords(QCPItemText& words, const Ink& ink, const MarkLook& look) {
  QColor behind = look.colors.background;
  behind.setAlpha(200);
  words.setFont(look.font);
  words.setColor(ink.kind == InkKind::faint ? look.colors.faintText : screenColor(ink, look.colors));
  words.setBrush(behind);
}

/// MarkPlaces of a list of values, NaN also where the other list has none.
QVector<double> placesOf(const ChartAxis& axis, const std::vector<double>& values) {
  QVector<double> places;
  places.reserve(static_cast<qsizetype>(values.size()));
  for (const double value : values) places << screenPlace(axis, value);
  return places;
}

}  // namespace

QCPAbstractPlottable* ShownMark::named() const {
  if (bars != nullptr) return bars;
  return curve != nullptr ? static_cast<QCPAbstractPlottable*>(curve) : high;
}

std::vector<QCPLayerable*> ShownMark::parts() const {
  std::vector<QCPLayerable*> all{bars, tops, whiskers, curve, low, high, cells, rule, words};
  std::erase(all, nullptr);
  return all;
}

void removeParts(QCustomPlot& plot, const ShownMark& shown) {
  for (QCPLayerable* part : shown.parts()) {
    if (auto* plottable = qobject_cast<QCPAbstractPlottable*>(part)) {
      plot.removePlottable(plottable);
    } else if (auto* item = qobject_cast<QCPAbstractItem*>(part)) {
      plot.removeItem(item);
    }
  }
}

ShownMark makeParts(QCustomPlot& plot, const Bars& mark) {
  ShownMark shown;
  shown.bars = new QCPBars(plot.xAxis, plot.yAxis);
  shown.bars->setName(QString::fromStdString(mark.name));
  shown.bars->setPen(Qt::NoPen);
  shown.bars->setAntialiased(false);
  shown.bars->setStackingGap(0.0);
  if (mark.error.empty()) return shown;
  shown.tops = new QCPGraph(plot.xAxis, plot.yAxis);
  shown.tops->setLineStyle(QCPGraph::lsNone);
  shown.whiskers = new QCPErrorBars(plot.xAxis, plot.yAxis);
  shown.whiskers->setDataPlottable(shown.tops);
  shown.whiskers->setWhiskerWidth(whiskerPixels);
  shown.whiskers->setSymbolGap(0.0);
  return shown;
}

ShownMark makeParts(QCustomPlot& plot, const Line& mark) {
  ShownMark shown;
  shown.curve = new QCPCurve(plot.xAxis, plot.yAxis);
  shown.curve->setName(QString::fromStdString(mark.name));
  shown.curve->setLineStyle(mark.style == LineStyle::none ? QCPCurve::lsNone : QCPCurve::lsLine);
  return shown;
}

ShownMark makeParts(QCustomPlot& plot, const Band& mark) {
  ShownMark shown;
  shown.low = new QCPGraph(plot.xAxis, plot.yAxis);
  shown.high = new QCPGraph(plot.xAxis, plot.yAxis);
  shown.high->setName(QString::fromStdString(mark.name));
  shown.high->setChannelFillGraph(shown.low);
  for (QCPGraph* edge : {shown.low, shown.high}) edge->setPen(Qt::NoPen);
  return shown;
}

ShownMark makeParts(QCustomPlot& plot, const Rule& mark) {
  ShownMark shown;
  shown.rule = new QCPItemStraightLine(&plot);
  for (QCPItemPosition* end : {shown.rule->point1, shown.rule->point2}) {
    mark.vertical ? end->setTypeY(QCPItemPosition::ptAxisRectRatio) : end->setTypeX(QCPItemPosition::ptAxisRectRatio);
  }
  shown.words = makeWords(plot);
  return shown;
}

ShownMark makeParts(QCustomPlot& plot, const Cells&) {
  ShownMark shown;
  shown.cells = new CellField(plot.xAxis, plot.yAxis);
  return shown;
}

ShownMark makeParts(QCustomPlot& plot, const Label&) {
  ShownMark shown;
  shown.words = makeWords(plot);
  return shown;
}

void styleParts(const ShownMark& shown, const Bars& mark, const MarkLook& look) {
  const QColor color = screenColor(mark.ink, look.colors);
  shown.bars->setBrush(mark.hatched ? look.colors.hatched(color, look.devicePixelRatio) : QBrush(color));
  if (shown.whiskers != nullptr) shown.whiskers->setPen(QPen(look.colors.text, 1.0));
}

void styleParts(const ShownMark& shown, const Line& mark, const MarkLook& look) {
  shown.curve->setPen(screenPen(mark.ink, mark.style, lineWidth, look.colors));
  if (mark.points || mark.style == LineStyle::none) {
    const QColor color = screenColor(mark.ink, look.colors);
    shown.curve->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, color, discSize));
  }
}

void styleParts(const ShownMark& shown, const Band& mark, const MarkLook& look) {
  shown.high->setBrush(translucent(screenColor(mark.ink, look.colors), look.colors));
}

void styleParts(const ShownMark& shown, const Rule& mark, const MarkLook& look) {
  shown.rule->setPen(screenPen(mark.ink, mark.style, ruleWidth, look.colors));
  styleWords(*shown.words, mark.ink, look);
}

void styleParts(const ShownMark&, const Cells&, const MarkLook&) {}

void styleParts(const ShownMark& shown, const Label& mark, const MarkLook& look) {
  styleWords(*shown.words, mark.ink, look);
}

void fillParts(const ShownMark& shown, const Bars& mark, const MarkPlaces& places, std::size_t number) {
  struct Whisker {
    double middle, top, minus, plus;
  };
  const ChartAxis& axis = places.chart.y;
  QVector<double> keys, values;
  std::vector<Whisker> whiskers;
  double width = 1.0;
  for (std::size_t i = 0; i < mark.x.size(); ++i) {
    const BarPlace& bar = places.bars[number][i];
    width = bar.width;
    if (!std::isfinite(bar.to)) continue;
    keys << bar.middle;
    values << bar.to - bar.from;
    if (mark.error.empty() || !(mark.error[i] > 0.0)) continue;
    whiskers.push_back({bar.middle, bar.to, bar.to - screenPlace(axis, bar.sum - mark.error[i]),
                        screenPlace(axis, bar.sum + mark.error[i]) - bar.to});
  }
  shown.bars->setBaseValue(barGround(places.chart));
  shown.bars->setWidth(barShare * width);
  shown.bars->setData(keys, values);
  if (shown.whiskers == nullptr) return;
  std::sort(whiskers.begin(), whiskers.end(), [](const Whisker& a, const Whisker& b) { return a.middle < b.middle; });
  QVector<double> middles, tops, minus, plus;
  for (const Whisker& whisker : whiskers) {
    middles << whisker.middle;
    tops << whisker.top;
    minus << whisker.minus;
    plus << whisker.plus;
  }
  shown.tops->setData(middles, tops, true);
  shown.whiskers->setData(minus, plus);
}

void fillParts(const ShownMark& shown, const Line& mark, const MarkPlaces& places, std::size_t) {
  const QVector<double> x = placesOf(places.chart.x, mark.x);
  QVector<double> y = placesOf(places.chart.y, mark.y);
  for (qsizetype i = 0; i < y.size(); ++i) {
    if (!std::isfinite(x[i])) y[i] = none;
  }
  shown.curve->setData(x, y);
}

void fillParts(const ShownMark& shown, const Band& mark, const MarkPlaces& places, std::size_t) {
  const QVector<double> x = placesOf(places.chart.x, mark.x);
  const QVector<double> low = placesOf(places.chart.y, mark.low), high = placesOf(places.chart.y, mark.high);
  QVector<double> keys, lows, highs;
  for (qsizetype i = 0; i < x.size(); ++i) {
    if (!std::isfinite(x[i])) continue;
    const bool known = std::isfinite(low[i]) && std::isfinite(high[i]);
    keys << x[i];
    lows << (known ? low[i] : none);
    highs << (known ? high[i] : none);
  }
  shown.low->setData(keys, lows);
  shown.high->setData(keys, highs);
}

void fillParts(const ShownMark& shown, const Rule& mark, const MarkPlaces& places, std::size_t) {
  const double place = screenPlace(mark.vertical ? places.chart.x : places.chart.y, mark.at);
  shown.rule->setVisible(shown.rule->visible() && std::isfinite(place));
  if (!std::isfinite(place)) return;
  shown.rule->point1->setCoords(mark.vertical ? place : 0.0, mark.vertical ? 0.0 : place);
  shown.rule->point2->setCoords(mark.vertical ? place : 1.0, mark.vertical ? 1.0 : place);
}

void fillParts(const ShownMark& shown, const Cells& mark, const MarkPlaces& places, std::size_t) {
  shown.cells->setCells(cellEdges(places.chart.x, mark.x), cellEdges(places.chart.y, mark.y), mark.values,
                        cellGradient(mark, places.colors), colorRange(mark));
}

void fillParts(const ShownMark&, const Label&, const MarkPlaces&, std::size_t) {}

QCPRange colorRange(const Cells& cells) {
  return cells.low < cells.high ? QCPRange(cells.low, cells.high) : QCPRange(cells.low, cells.low + 1.0);
}

}  // namespace spindle
