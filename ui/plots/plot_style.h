// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_colors.h"

#include <QFont>
#include <QMargins>

class QCPAxis;
class QCPAxisRect;
class QCPLegend;
class QCPTextElement;
class QCustomPlot;

namespace spindle {

/// One axis and its grid; no zero line of its own.
void styleAxis(QCPAxis& axis, const PlotColors& colors, const QFont& label, const QFont& tick);

/// The legend and its items.
void styleLegend(QCPLegend& legend, const PlotColors& colors, const QFont& font);

/// Axes, grid, ticks and legend of a plot in the window's colors and fonts.
void stylePlot(QCustomPlot& plot, const PlotColors& colors, const QFont& font);

/// Less work for a display that is far away: plots that are styled from now on have no smoothed edges. Kept as the
/// application's property "reducedDrawing".
void setReducedDrawing(bool reduced);
bool reducedDrawing();

/// Puts a heading and the legend into a row above the plot's axes, and returns the heading's text element.
QCPTextElement* addPlotHead(QCustomPlot& plot);

/// Fixed margins at the left and right, from the size of the font, so that plots one above the other share an axis; the
/// others as given.
void keepSideMargins(QCPAxisRect& rect, const QFont& font, const QMargins& others);

/// The tick labels' font.
QFont smallFont(const QFont& font);

}  // namespace spindle
