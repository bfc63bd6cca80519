// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/context_orders/context_strength.h"
#include "core/chart/chart.h"

namespace spindle {

// The marks and axes of this analysis' charts; names, titles and headings are the caller's.

/// An axis over context orders 0 .. orders - 1, and those as the x or y of marks.
ChartAxis contextAxis(std::size_t orders);
std::vector<double> contextPlaces(std::size_t orders);

/// One curve over context orders: the relative strength with its interval, J = 1 and the curve of scores without
/// structure; or the strength alone.
Chart contextCurveChart(const ContextCurve& curve, int variables, bool relative);

/// A matrix over pairs of variables, [i * n + j], whose cells select the pair.
Chart pairMatrixChart(std::vector<double> matrix, int variables);

}  // namespace spindle
