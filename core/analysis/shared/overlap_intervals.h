// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/resampling.h"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace spindle {

/// Mean of what is known.
struct KnownMean {
  double sum = 0.0, count = 0.0;
  void add(double value) {
    if (!std::isfinite(value)) return;
    sum += value;
    count += 1.0;
  }
  [[nodiscard]] double value() const { return count > 0.0 ? sum / count : std::numeric_limits<double>::quiet_NaN(); }
};

/// Of the strongest 10 % of one sample; by extraction (joint, separate) and kind (AND, OR). NaN where unknown.
using SampleOverlap = std::array<std::array<double, 2>, 2>;

/// Joint, each apart, and the one minus the other, as means over samples and then of AND and OR.
struct OverlapIntervals {
  PercentileInterval joint, separate, difference;
};

/// By resampling of samples; both extractions of a sample are drawn together.
OverlapIntervals overlapIntervals(const std::vector<SampleOverlap>& overlaps, const ResamplingOptions& options = {});

}  // namespace spindle
