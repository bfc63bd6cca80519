#pragma once

#include "ui/plots/plot_colours.h"

#include <QFont>

class QCPAxis;
class QCPLegend;
class QCPTextElement;
class QCustomPlot;

namespace spindle {

/// One axis and its grid; no zero line of its own.
void styleAxis(QCPAxis& axis, const PlotColours& colours, const QFont& label, const QFont& tick);

/// The legend and its items.
void styleLegend(QCPLegend& legend, const PlotColours& colours, const QFont& font);

/// Axes, grid, ticks and legend of a plot in the window's colours and fonts.
void stylePlot(QCustomPlot& plot, const PlotColours& colours, const QFont& font);

/// Puts a heading and the legend into a row above the plot's axes, and returns the heading's text element.
QCPTextElement* addPlotHead(QCustomPlot& plot);

/// The tick labels' font.
QFont smallFont(const QFont& font);

}  // namespace spindle
