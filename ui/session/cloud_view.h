// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

namespace spindle {

/// A cloud of points, seen from a direction.
struct CloudView {
  double yaw = 0.6, pitch = 0.35;  ///< radians: around the upright axis, then down
  double zoom = 1.0;

  /// To the right, upward and towards the eye, in units of the cloud's radius.
  [[nodiscard]] std::array<double, 3> seen(const std::array<double, 3>& point) const;
};

/// The points around their mean, the farthest of them at distance 1.
std::vector<std::array<double, 3>> unitCloud(std::vector<std::array<double, 3>> points);

}  // namespace spindle
