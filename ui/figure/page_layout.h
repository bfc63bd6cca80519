// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/paper_legend.h"
#include "ui/chart/paper_painter.h"
#include "ui/figure/figure_page.h"

#include <QRectF>
#include <QStringList>

#include <vector>

namespace spindle {

/// Where everything of a page lies, in points. Pure: the same page and fonts give the same layout.
struct PageLayout {
  struct Panel {
    PaperPanel chart;
    QRectF frame;
    QString letter = {};  ///< at the top of the frame, from this x on
    double letterLeft = 0.0;
  };
  struct Span {
    QString text;
    double left = 0.0, right = 0.0, top = 0.0;
  };
  /// Neighboring panels with equal labels of axes. The rows of composed figures have several beside each other.
  struct Row {
    std::vector<LegendEntry> legend;
    QRectF legendBox;
    std::vector<Panel> panels;
    QString xLabel, yLabel;  ///< shared by all panels of the row; empty: each has its own
    QRectF box;              ///< of the panels with the shared labels
    QString title = {};      ///< at the left edge, centered beside the box
    std::vector<Span> spans = {};
  };
  std::vector<Row> rows;
  QStringList note;
  double noteTop = 0.0;
  QSizeF size;
};

/// Size of the small print, and the distance of its lines in sizes.
double notePoints(const FigureStyle& style);
inline constexpr double noteSpacing = 1.25;

/// Of panel letters: bold, in the size of labels.
QFont letterFont(const FigureCanvas& canvas);

/// Refers to the charts of the page.
PageLayout layOut(const FigureCanvas& canvas, const FigurePage& page, const FigureStyle& style);

}  // namespace spindle
