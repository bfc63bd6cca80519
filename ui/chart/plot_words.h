// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/paper_plot.h"

#include <QFont>
#include <QLineF>
#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

namespace spindle::paper {

/// A rule or a label with its words, which are inside the plot and at most as wide as it.
struct PlotWords {
  const Mark* mark = nullptr;  ///< of the chart
  std::optional<QLineF> rule;  ///< within the plot
  QString text;
  QFont font;
  QRectF box;            ///< null where there are none
  bool onWhite = false;  ///< on cells, or on the rule where neither side of it is wide enough
};

/// For each rule and label of a chart, in order. Beside an upright rule the words stand as high as possible, otherwise
/// over or under what they belong to, where they lie on no other words and on as little as possible of lines and bars.
/// Cost: places to choose from x points.
std::vector<PlotWords> plotWords(const FigureCanvas& canvas, const PaperPlot& plot);

}  // namespace spindle::paper
