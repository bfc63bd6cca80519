// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/bodies/body_row.h"

#include "core/base/user_error.h"

#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>

namespace spindle {

double BodyScene::carried(const Vector3& moved, double after) const {
  const Body& body = bodies[observed];
  double sum = 0.0;
  for (std::size_t k = 0; k < 3; ++k) sum += (moved[k] - body.position[k] - after * body.velocity[k]) * direction[k];
  return sum;
}

std::vector<float> rowOf(const BodyScene& scene, std::size_t width) {
  using At = BodyColumns;
  if (scene.bodies.size() > width) throw std::invalid_argument("rowOf: more bodies than the row has room for");
  std::vector<float> row(width * At::count, 0.0F);
  for (std::size_t i = 0; i < scene.bodies.size(); ++i) {
    float* one = row.data() + i * At::count;
    const Body& body = scene.bodies[i];
    for (std::size_t k = 0; k < 3; ++k) {
      one[At::position + k] = static_cast<float>(body.position[k]);
      one[At::velocity + k] = static_cast<float>(body.velocity[k]);
      if (i == scene.observed) one[At::direction + k] = static_cast<float>(scene.direction[k]);
    }
    one[At::charge] = static_cast<float>(body.charge);
    one[At::present] = 1.0F;
    one[At::time] = static_cast<float>(scene.time);
  }
  return row;
}

BodyScene sceneFrom(std::span<const float> row, std::vector<std::size_t>* places) {
  using At = BodyColumns;
  BodyScene scene;
  std::optional<std::size_t> observed;
  const std::string kind = "An input of kind bodies ";
  for (std::size_t i = 0; (i + 1) * At::count <= row.size(); ++i) {
    const auto at = [&](std::size_t k) { return static_cast<double>(row[i * At::count + k]); };
    if (at(At::present) == 0.0) continue;
    const Vector3 direction{at(At::direction), at(At::direction + 1), at(At::direction + 2)};
    if (const double length = std::hypot(direction[0], direction[1], direction[2]); length > 0.0) {
      if (observed) throw UserError(kind + "has two bodies with a direction; only the observed one has one.");
      if (std::abs(length - 1.0) > 1e-3)
        throw UserError(kind + "has a direction of length " + std::to_string(length) + "; it must be 1.");
      observed = scene.bodies.size();
      scene.direction = direction;
      scene.time = at(At::time);
    }
    scene.bodies.push_back({{at(At::position), at(At::position + 1), at(At::position + 2)},
                            {at(At::velocity), at(At::velocity + 1), at(At::velocity + 2)},
                            at(At::charge)});
    if (places != nullptr) places->push_back(i);
  }
  if (!observed) throw UserError(kind + "has no body with a direction; the observed body needs one (columns 9 to 11).");
  if (!(scene.time > 0.0))
    throw UserError(kind + "looks no time ahead (column 12 of the observed body is not above 0).");
  scene.observed = *observed;
  return scene;
}

}  // namespace spindle
