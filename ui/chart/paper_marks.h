// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/paper_plot.h"

namespace spindle::paper {

/// The values at the ends of a color scale, in order and apart; and the color of a value.
AxisRange scaleRange(const Cells& cells);
QColor cellColor(Palette palette, const Cells& cells, double value);

/// What lies below the axes: cells, bands and bars.
void paintAreas(FigureCanvas& canvas, const PaperPlot& plot);

/// What lies above them: lines, rules and labels.
void paintLines(FigureCanvas& canvas, const PaperPlot& plot);

}  // namespace spindle::paper
