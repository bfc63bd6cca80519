// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"
#include "ui/chart/figure_canvas.h"

#include <QRectF>
#include <QString>

#include <span>
#include <vector>

namespace spindle {

struct LegendEntry {
  QString name;
  Ink ink;
  bool bar = false;  ///< a box, else a line or a point
  bool hatched = false;
  LineStyle line = LineStyle::none;
  bool points = false;
  bool band = false;  ///< the box is translucent

  bool operator==(const LegendEntry&) const = default;
};

/// The marks with names, each name and look once, in order. Cells are named at their color scale instead.
std::vector<LegendEntry> legendOf(std::span<const Chart* const> charts);

/// Rows that the entries need at this width, each 1.4 heights of the tick font; 0 without entries.
int legendRows(const FigureCanvas& canvas, const std::vector<LegendEntry>& entries, double width);

/// An entry with the left edge and the width of its symbol, and the middle of its row; its words follow the symbol.
struct PlacedEntry {
  LegendEntry entry;
  double left = 0.0, middle = 0.0, symbol = 0.0, words = 0.0;
};

/// The rows from the top of the box down, each centered in it.
std::vector<PlacedEntry> placedLegend(const FigureCanvas& canvas, const std::vector<LegendEntry>& entries,
                                      const QRectF& box);

/// Paints them. The rows from the top of the box down, each centered in it.
void paintLegend(FigureCanvas& canvas, const std::vector<LegendEntry>& entries, const QRectF& box);

}  // namespace spindle
