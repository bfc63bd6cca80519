// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/paper_plot.h"
#include "ui/chart/paper_ticks.h"

#include <vector>

namespace spindle::paper {

/// The widest label that an axis may get, however many ticks it has room for.
double widestLabel(const FigureCanvas& canvas, const ChartAxis& axis, const AxisRange& range);

/// The ticks with room for their labels along an axis of this length in points.
std::vector<PaperTick> ticksUpward(const FigureCanvas& canvas, const ChartAxis& axis, const AxisRange& range,
                                   double height);
std::vector<PaperTick> ticksAcross(const FigureCanvas& canvas, const ChartAxis& axis, const AxisRange& range,
                                   double width);

/// Width of a color scale beside a plot, and the scale itself.
double scaleRoom(const FigureCanvas& canvas, const Cells& cells);
void paintScale(FigureCanvas& canvas, const Cells& cells, const QRectF& area);

/// The lines of both axes with their ticks; yTicks: with labels at those of y.
void paintAxes(FigureCanvas& canvas, const PaperPlot& plot, bool yTicks);

}  // namespace spindle::paper
