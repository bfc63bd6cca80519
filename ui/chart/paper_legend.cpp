// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/paper_legend.h"

#include "ui/chart/paper_inks.h"
#include "ui/chart/paper_plot.h"

#include <QPainter>

#include <algorithm>

namespace spindle {
namespace {

using namespace paper;

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
  const QColor color = canvas.color(entry.ink);
  const double width = symbolWidth(canvas, entry), disc = canvas.scaled(discRadius);
  if (entry.bar) {
    paintBox(canvas, {left, middle - width / 2, width, width}, entry.band ? paperVeil(color) : color, entry.hatched,
             canvas.style().hatchNegative &&
                 (entry.ink.kind == InkKind::andNegative || entry.ink.kind == InkKind::orNegative));
    return;
  }
  canvas.painter().setPen(paperPen(color, canvas.scaled(lineWidth), entry.line));
  if (entry.line != LineStyle::none) canvas.painter().drawLine(QPointF(left, middle), QPointF(left + width, middle));
  canvas.painter().setPen(Qt::NoPen);
  canvas.painter().setBrush(color);
  if (entry.points) canvas.painter().drawEllipse(QPointF(left + width / 2, middle), disc, disc);
}

}  // namespace

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

int legendRows(const FigureCanvas& canvas, const std::vector<LegendEntry>& entries, double width) {
  return static_cast<int>(legendLayout(canvas, entries, width).size());
}

std::vector<PlacedEntry> placedLegend(const FigureCanvas& canvas, const std::vector<LegendEntry>& entries,
                                      const QRectF& box) {
  std::vector<PlacedEntry> placed;
  const double height = 1.4 * canvas.height(canvas.tickFont());
  double middle = box.top() + height / 2;
  for (const auto& row : legendLayout(canvas, entries, box.width())) {
    double left = std::max(box.left(), box.center().x() - rowWidth(canvas, row) / 2);
    for (const LegendEntry& entry : row) {
      const double symbol = symbolWidth(canvas, entry);
      placed.push_back({entry, left, middle, symbol, left + symbol + symbolGap});
      left += entryWidth(canvas, entry) + entrySpace;
    }
    middle += height;
  }
  return placed;
}

void paintLegend(FigureCanvas& canvas, const std::vector<LegendEntry>& entries, const QRectF& box) {
  for (const PlacedEntry& placed : placedLegend(canvas, entries, box)) {
    paintSymbol(canvas, placed.entry, placed.left, placed.middle);
    canvas.text(placed.words, placed.middle, Qt::AlignLeft | Qt::AlignVCenter, placed.entry.name,
                fitted(placed.entry.name, canvas.tickFont(), box.right() - placed.words));
  }
}

}  // namespace spindle
