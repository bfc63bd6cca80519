// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_strength.h"
#include "ui/figure/figure_axis.h"
#include "ui/chart/figure_canvas.h"

namespace spindle {

/// Largest |positive| or |negative| strength of any order.
double largestStrength(const OrderStrength& strength);

/// The signed bars of one checkpoint inside `plot`: orders 1..n on x, positive up, negative down, the AND part next to
/// the axis and the OR part beyond it in the lighter tint. y maps strengths to positions.
void drawOrderBars(FigureCanvas& canvas, const QRectF& plot, const OrderStrength& strength, const FigureAxis& y,
                   bool hatchNegative);

/// The frame of such a plot: zero line, order numbers below (every second one where they would touch), y ticks.
void drawOrderAxes(FigureCanvas& canvas, const QRectF& plot, int orders, const FigureAxis& y);

/// Rows that the legend of the four kinds of bars needs at this width: 1 or 2.
int strengthLegendRows(const FigureCanvas& canvas, double width);

/// The legend, centered at x, from y downwards; each row is 1.4 tick heights.
void drawStrengthLegend(FigureCanvas& canvas, double x, double y, double width);

}  // namespace spindle
