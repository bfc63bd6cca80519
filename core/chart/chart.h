// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart_axis.h"
#include "core/chart/chart_marks.h"

#include <string>
#include <vector>

namespace spindle {

/// What a plot shows, as data: no color, no font, no size. Painted on screen, on paper and as pgfplots by code that
/// knows no chart by name. A value; any thread.
struct Chart {
  std::string name;     ///< one word, unique in its analysis: "noise"
  std::string title;    ///< "Fitted noise over training", for readers who do not see it and for captions
  std::string heading;  ///< a short line above the marks: what changes from place to place ("step 37, distance 0.12")
  ChartAxis x, y;
  std::vector<Mark> marks;
  std::string empty;        ///< why there is no mark, where there is none
  bool marksStart = false;  ///< over training: whoever shows it marks where phase two starts
  bool picture = false;     ///< on paper: no axes, and units of x and y equally long
};

/// Throws std::invalid_argument when lists of a mark differ in length, or a chart has neither marks nor a reason.
void requireSound(const Chart& chart);

/// Whether any mark has a finite value to draw; rules and labels alone do not count.
bool hasContent(const Chart& chart);

/// Ends of an axis over all marks: the fixed ends, else the least and largest finite value (with what an axis wants in
/// sight, stacked bars added up, and only positive values where the scale is logarithmic). low < high always.
struct AxisRange {
  double low = 0.0, high = 1.0;
};
AxisRange rangeX(const Chart& chart);
AxisRange rangeY(const Chart& chart);

/// Where a value lies between the ends of an axis: 0 at low, 1 at high, by the axis' scale; NaN where it has no place
/// (0 on a logarithmic axis).
double placeOn(const ChartAxis& axis, const AxisRange& range, double value);

/// The places of bars: for each place on x, the stacks in order. Width of a bar in slots: 0.76 / number of stacks.
std::vector<int> barStacks(const Chart& chart);

}  // namespace spindle
