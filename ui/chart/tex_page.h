// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/paper_legend.h"
#include "ui/chart/paper_painter.h"
#include "ui/chart/paper_ticks.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include <optional>
#include <vector>

namespace spindle {

/// One chart of a page: where its values lie, in points from the upper left corner, and its ticks as on paper.
struct TexPlot {
  PaperPanel panel;
  QRectF area, frame;
  std::vector<PaperTick> xTicks, yTicks;
  /// Middles of those of each rule and label, as shares of the area from its lower left corner.
  std::vector<std::optional<QPointF>> plotWords;
};

/// Words beside the charts; at: the middle of their box, or its left edge.
struct TexWords {
  QString text;
  QPointF at;
  double points = 9.0;
  bool upward = false, bold = false, faint = false, fromLeft = false;
};

/// A page for pgfplotsText(), laid out as on paper. Refers to the charts.
struct TexPage {
  QSizeF size;
  PaperStyle style;
  std::vector<TexPlot> plots;
  std::vector<TexWords> words;
  std::vector<PlacedEntry> legend;
  std::vector<QLineF> lines;  ///< below headings
  double enlarged = 1.0;      ///< the whole, at the end
};

/// A chart as it would be painted into this frame.
TexPlot texPlot(const FigureCanvas& canvas, const QRectF& frame, const PaperPanel& panel);

}  // namespace spindle
