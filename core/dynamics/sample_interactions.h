// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace spindle {

/// The AND and OR tables of one sample at one checkpoint (2^n entries each; entry 0 is ignored, order 1 need not be
/// merged) and |v(N) - v(empty)|. Empty spans mark a sample that is missing at this checkpoint (it failed): it keeps
/// its place, so that entry i is the same sample at every checkpoint, and counts nowhere. A view: owns nothing.
struct SampleInteractions {
  std::span<const double> andPart, orPart;
  double range = 0.0;

  [[nodiscard]] bool present() const { return !andPart.empty(); }
};

}  // namespace spindle
