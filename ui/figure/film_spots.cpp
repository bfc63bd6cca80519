// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/film_spots.h"

#include <algorithm>
#include <cmath>

namespace spindle {

std::vector<PlayheadSpot> filmSpots(const StepAxis& axis, const AnimationSpec& spec) {
  std::vector<PlayheadSpot> spots;
  const std::size_t last = axis.size() - 1;
  const auto hold = [&](double seconds, std::size_t checkpoint) {
    const auto count = static_cast<std::size_t>(std::lround(seconds * spec.framesPerSecond));
    spots.insert(spots.end(), count, {checkpoint, checkpoint, 0.0});
  };
  hold(spec.holdFirst, 0);
  const int moving = last == 0 ? 1 : std::max(2, static_cast<int>(std::lround(spec.seconds * spec.framesPerSecond)));
  std::size_t lower = 0;
  for (int i = 0; i < moving; ++i) {
    const double place = moving == 1 ? 0.0 : static_cast<double>(i) / (moving - 1);
    while (lower < last && axis.place(lower + 1) <= place) ++lower;
    const std::size_t nearest = axis.nearest(place);
    if (lower == last || std::abs(axis.place(nearest) - place) <= 1.0 / (moving - 1)) {
      spots.push_back({nearest, nearest, 0.0});
    } else {
      const double from = axis.place(lower);
      spots.push_back({lower, lower + 1, (place - from) / (axis.place(lower + 1) - from)});
    }
  }
  hold(spec.holdLast, last);
  return spots;
}

std::vector<double> filmSteps(const std::vector<double>& steps, const AnimationSpec& spec) {
  const StepAxis axis(steps, spec.scale);
  std::vector<double> at;
  for (const PlayheadSpot& spot : filmSpots(axis, spec)) {
    const double from = axis.place(spot.lower);
    at.push_back(spot.real() ? steps[spot.lower] : axis.stepAt(from + spot.fraction * (axis.place(spot.upper) - from)));
  }
  return at;
}

std::vector<PlayheadSpot> spotsAtSteps(const std::vector<double>& own, AxisScale scale, std::span<const double> steps) {
  const auto along = [scale](double step) { return scale == AxisScale::log ? std::log10(1.0 + step) : step; };
  std::vector<PlayheadSpot> spots;
  for (const double step : steps) {
    const auto above = static_cast<std::size_t>(std::upper_bound(own.begin(), own.end(), step) - own.begin());
    const std::size_t lower = above == 0 ? 0 : above - 1;
    if (above == 0 || above == own.size() || own[lower] == step) {
      spots.push_back({lower, lower, 0.0});
    } else {
      const double fraction = (along(step) - along(own[lower])) / (along(own[above]) - along(own[lower]));
      spots.push_back({lower, above, std::min(fraction, 0.999999)});
    }
  }
  return spots;
}

}  // namespace spindle
