// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"

#include <QString>

#include <functional>
#include <vector>

namespace spindle {

struct PaperTick {
  double value;
  QString label;
};

/// Ticks at round values between the ends of an axis, in rising order: about `wanted` of them (at least two where the
/// scale has two round values in sight), all whole numbers of a category axis if they are no more. Logarithmic and
/// symlog axes have decades, "10³", training axes 0, 1, 10, 10², ...; where less than a decade is in sight, round
/// numbers. Labels have a true minus sign. The cost grows with `wanted`, not with the range. Empty for a range that the
/// scale cannot show.
std::vector<PaperTick> paperTicks(const ChartAxis& axis, const AxisRange& range, int wanted);

/// As many of such ticks, `most` at most, as have room for their labels on an axis of this length. room: what a label
/// takes along the axis, with the space to its neighbor. Where the scale is uneven, single ones may be left out.
std::vector<PaperTick> fittingTicks(const ChartAxis& axis, const AxisRange& range, double length, int most,
                                    const std::function<double(const QString&)>& room);

}  // namespace spindle
