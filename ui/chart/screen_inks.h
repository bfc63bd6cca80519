// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart_marks.h"
#include "ui/plots/plot_colors.h"

#include <QPen>

class QCPColorGradient;

namespace spindle {

QColor screenColor(const Ink& ink, const PlotColors& colors);

/// Solid where the style is `none`.
QPen screenPen(const Ink& ink, LineStyle style, double width, const PlotColors& colors);

/// What lies behind may be seen through it.
QColor translucent(const QColor& color, const PlotColors& colors);

/// Between the ends of the cells' color scale: viridis, or two colors that part at 0 and are as strong as their
/// distance from 0 says. Unknown values are transparent.
QCPColorGradient cellGradient(const Cells& cells, const PlotColors& colors);

}  // namespace spindle
