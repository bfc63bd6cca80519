// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_colors.h"

#include <QFont>

class QCPAxis;
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

/// Puts a heading and the legend into a row above the plot's axes, and returns the heading's text element.
QCPTextElement* addPlotHead(QCustomPlot& plot);

/// The tick labels' font.
QFont smallFont(const QFont& font);

}  // namespace spindle
