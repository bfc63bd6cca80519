// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/bodies/draw_bodies.h"

#include <cmath>
#include <numbers>

namespace spindle {
namespace {

/// Box and Muller 1958.
double normal(SplitMix64& random) {
  const double radius = std::sqrt(-2.0 * std::log1p(-random.uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * random.uniform());
}

Vector3 normals(SplitMix64& random) {
  const double x = normal(random), y = normal(random);
  return {x, y, normal(random)};
}

}  // namespace

std::vector<Body> drawBodies(std::size_t count, SplitMix64& random) {
  constexpr double speed = 0.5;
  const double spread = std::cbrt(static_cast<double>(count) / 5.0);
  std::vector<Body> bodies(count);
  for (Body& body : bodies) {
    body.charge = random.below(2) == 0 ? -1.0 : 1.0;
    body.position = normals(random);
    for (double& one : body.position) one *= spread;
    body.velocity = normals(random);
    const double length = std::hypot(body.velocity[0], body.velocity[1], body.velocity[2]);
    for (double& one : body.velocity) one *= speed / length;
  }
  return bodies;
}

}  // namespace spindle
