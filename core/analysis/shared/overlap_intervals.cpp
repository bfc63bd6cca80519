// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/shared/overlap_intervals.h"

namespace spindle {
namespace {

double drawnOverlap(const std::vector<SampleOverlap>& overlaps, const std::vector<std::size_t>& rows,
                    std::size_t extraction) {
  KnownMean both;
  for (std::size_t kind = 0; kind < 2; ++kind) {
    KnownMean mean;
    for (const std::size_t row : rows) mean.add(overlaps[row][extraction][kind]);
    both.add(mean.value());
  }
  return both.value();
}

}  // namespace

OverlapIntervals overlapIntervals(const std::vector<SampleOverlap>& overlaps, const ResamplingOptions& options) {
  std::vector<double> joint, separate, difference;
  for (std::size_t b = 0; b < options.resamples; ++b) {
    const std::vector<std::size_t> rows = resampledRows(overlaps.size(), b, options.seed);
    joint.push_back(drawnOverlap(overlaps, rows, 0));
    separate.push_back(drawnOverlap(overlaps, rows, 1));
    difference.push_back(joint.back() - separate.back());
  }
  return {percentileInterval(joint, options.level), percentileInterval(separate, options.level),
          percentileInterval(difference, options.level)};
}

}  // namespace spindle
