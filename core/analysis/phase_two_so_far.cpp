// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/phase_two_so_far.h"

#include "core/analysis/series_axis.h"
#include "core/dynamics/order_series.h"
#include "core/dynamics/sentence.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace spindle {

PhaseTwoSoFar phaseTwoSoFar(const ResultsHeader& header, std::span<const SampleStrengths> series,
                            const PhaseReport& report, const PhaseOptions& options) {
  PhaseTwoSoFar found;
  const std::vector<double> meanOrders = OrderSeries(series).meanOrders();
  std::optional<std::size_t> last;
  for (std::size_t c = 0; c < meanOrders.size(); ++c) {
    if (std::isfinite(meanOrders[c])) last = c;
  }
  const PhaseResult& start = report.meanOrder;
  if (!start.checkpoint || !last) {
    found.sentence = "Phase two has not started. " + start.explanation;
    return found;
  }
  const std::size_t at = *start.checkpoint;
  double highest = meanOrders[at];
  for (std::size_t c = 0; c < at; ++c) {
    if (std::isfinite(meanOrders[c])) highest = std::max(highest, meanOrders[c]);
  }
  const std::string place = placeName(header, at);
  if (highest - meanOrders[at] < options.fall) {
    found.sentence =
        sentence("Phase two has not started: the mean order has not fallen by %.1f before it rose.", options.fall);
    return found;
  }
  found.checkpoint = at;
  found.sentence = "Phase two started at " + place +
                   sentence(": the mean order is %.2f there and %.2f at ", meanOrders[at], meanOrders[*last]) +
                   placeName(header, *last);
  if (const auto& interval = start.interval) {
    found.confidence = interval->found;
    found.sentence +=
        sentence(", in %.0f %% of %zu resamples of the samples", 100.0 * interval->found, options.resamples);
    found.sentence += interval->low == interval->high
                          ? sentence(", in %.0f %% of these at that checkpoint", 100.0 * interval->level)
                          : sentence(", in %.0f %% of these between ", 100.0 * interval->level) +
                                placeName(header, interval->low) + " and " + placeName(header, interval->high);
  }
  found.sentence += ".";
  return found;
}

}  // namespace spindle
