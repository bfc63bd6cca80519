// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"

#include <QString>

namespace spindle {

// A chart in words, for readers who do not see it or who point at it.

/// "order 3", "distance 0.12 nats": a place on an axis.
QString valueOnAxis(const ChartAxis& axis, double value);

/// "measured 0.123 ± 0.010": one value of a mark, by the mark's name (the label of the y axis where it has none).
QString numberWords(const Chart& chart, const Mark& mark, std::size_t index);

/// Kind `none` where the value, or the mark, has no target.
ChartTarget targetOf(const Mark& mark, std::size_t index);

bool hasTargets(const Chart& chart);

/// The heading and the marks with the ranges of their values; why there are none in an empty chart.
QString describeChart(const Chart& chart);

/// All marks as lines of tab-separated values below a line of titles; numbers read back as they were.
QString tabSeparated(const Chart& chart);

}  // namespace spindle
