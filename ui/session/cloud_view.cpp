// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/cloud_view.h"

#include <algorithm>
#include <cmath>

namespace spindle {

std::array<double, 3> CloudView::seen(const std::array<double, 3>& point) const {
  const double right = std::cos(yaw) * point[0] + std::sin(yaw) * point[2];
  const double away = -std::sin(yaw) * point[0] + std::cos(yaw) * point[2];
  return {right, std::cos(pitch) * point[1] - std::sin(pitch) * away,
          std::sin(pitch) * point[1] + std::cos(pitch) * away};
}

std::vector<std::array<double, 3>> unitCloud(std::vector<std::array<double, 3>> points) {
  std::array<double, 3> middle{};
  for (const auto& point : points) {
    for (std::size_t c = 0; c < 3; ++c) middle[c] += point[c] / static_cast<double>(points.size());
  }
  double radius = 0.0;
  for (auto& point : points) {
    double squared = 0.0;
    for (std::size_t c = 0; c < 3; ++c) {
      point[c] -= middle[c];
      squared += point[c] * point[c];
    }
    radius = std::max(radius, std::sqrt(squared));
  }
  if (radius > 0.0) {
    for (auto& point : points) {
      for (double& coordinate : point) coordinate /= radius;
    }
  }
  return points;
}

}  // namespace spindle
