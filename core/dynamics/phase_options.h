// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace spindle {

/// The constants of the rules in phases.h (METHOD.md#start-of-phase-two; the papers find the start by eye).
struct PhaseOptions {
  double tie = 0.05;       ///< mean orders this close to the smallest one tie with it; the last of them counts
  double rise = 0.3;       ///< phase two exists if the mean order ends at least this far above its minimum
  double fall = 0.3;       ///< change point: the falling part must fall by this much in mean order; ours
  double turnGain = 0.5;   ///< change point: share of the best one-way residual that the turn must save; ours
  double gapShare = 0.05;  ///< the gap is still closed within this share of its whole range
  double gapRise = 0.05;   ///< the gap (nats) must grow by this much, or it never opened; ours

  std::size_t resamples = 500;  ///< bootstrap over samples; 0 = no interval
  std::uint64_t seed = 0;
  double level = 0.9;  ///< of the bootstrap interval

  bool operator==(const PhaseOptions&) const = default;
};

}  // namespace spindle
