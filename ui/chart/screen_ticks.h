// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"

#include <QString>

#include <functional>
#include <vector>

class QCPAxis;

namespace spindle {

struct AxisTick {
  double value = 0.0;
  QString text;
};

/// Room along an axis: its length in pixels, that of a label, and what stays free between two labels.
struct TickRoom {
  double pixels = 0.0, gap = 0.0;
  std::function<double(const QString&)> label;
};

/// As many ticks at round values as have room for their labels, at least two: whole decades (and 0) where the scale
/// bends and shows a decade or more, each category where there is room, else steps of 1, 2 or 5.
std::vector<AxisTick> screenTicks(const ChartAxis& axis, const AxisRange& range, const TickRoom& room);

/// Label, range and grid of a plot's axis; categories need no grid.
void setAxis(QCPAxis& axis, const ChartAxis& values, const AxisRange& range);

/// Ticks along an axis of so many pixels. The result is how far the last label reaches beyond the end of a horizontal
/// axis: the plot leaves out labels that do not lie inside the widget.
double setAxisTicks(QCPAxis& axis, const ChartAxis& values, const AxisRange& range, double pixels);

}  // namespace spindle
