// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"

#include <vector>

namespace spindle {

// Marks on the screen stand at places, not at values: the axes of the plot are always linear.

/// Where a value stands on an axis: the value itself, or decades where the scale bends (as placeOn() bends it); NaN
/// where it has no place.
double screenPlace(const ChartAxis& axis, double value);

/// A bar by its places on both axes.
struct BarPlace {
  double middle = 0.0, width = 0.0;
  double from = 0.0;  ///< end of the bar before it in its stack, or the ground
  double to = 0.0;    ///< NaN: no bar
  double sum = 0.0;   ///< the value at `to`
};

/// The bars of a chart by mark and by number within the mark; no entries for marks of other kinds.
std::vector<std::vector<BarPlace>> barPlaces(const Chart& chart);

/// Where the first bar of a stack starts: the place of 0, or the low end of a logarithmic axis.
double barGround(const Chart& chart);

/// The places where cells with these middles meet, with the outer ends: one more than there are middles.
std::vector<double> cellEdges(const ChartAxis& axis, const std::vector<double>& middles);

}  // namespace spindle
