// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"
#include "ui/chart/paper_plot.h"

#include <QRectF>

#include <optional>

namespace spindle {

// Charts on paper, in points (1/72 inch). Everything is cut off at the plot by computation, not by clipping, which SVG
// would lose. The cost is that of the marks: each bar, cell and point of a line is one shape.

/// A chart in a figure of several. One row of panels shares a legend: entries of equal name appear once.
struct PaperPanel {
  const Chart* chart = nullptr;  ///< never null, outlives the panel
  bool yLabel = true;
  bool xLabel = true;
  bool yTicks = true;          ///< the labels of the ticks; false where the panel to the left has the same
  std::optional<AxisRange> y;  ///< shared with other panels; else the chart's own
};

/// Where a chart lies in a frame; nothing where it has no content, or no room. Refers to the chart.
std::optional<paper::PaperPlot> paperPlot(const FigureCanvas& canvas, const QRectF& frame, const PaperPanel& panel);

/// frame: room for everything of this panel but the legend: heading above, ticks, labels of the axes, color scale.
void paintChart(FigureCanvas& canvas, const QRectF& frame, const PaperPanel& panel);

/// The part of a frame in which values lie: from one end of each axis to the other. Null for a chart without content.
QRectF valueArea(const FigureCanvas& canvas, const QRectF& frame, const PaperPanel& panel);

/// Width that the label and the ticks of y take at the left of a frame, whatever its height. Panels below each other
/// align when each frame starts further right by what the widest of them needs more. 0 for a chart without content.
double leftRoom(const FigureCanvas& canvas, const PaperPanel& panel);

}  // namespace spindle
