// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/bodies/true_motion.h"

#include <stdexcept>

namespace spindle {
namespace {

/// Calls seen(time, bodies) at each of the numbers of steps.
template <class Seen>
void follow(std::vector<Body> bodies, std::span<const std::size_t> steps, const Simulation& how, Seen seen) {
  std::size_t done = 0;
  for (std::size_t time = 0; time < steps.size(); ++time) {
    if (steps[time] < done) throw std::invalid_argument("follow: the steps do not ascend");
    advance(bodies, steps[time] - done, how);
    done = steps[time];
    seen(time, bodies);
  }
}

}  // namespace

TrueMotion trueMotion(const BodyScene& scene, std::span<const std::size_t> steps, const Simulation& how) {
  constexpr std::size_t mostBodies = 13;
  if (scene.bodies.empty() || scene.bodies.size() > mostBodies)
    throw std::invalid_argument("trueMotion: too few or too many bodies");
  TrueMotion motion;
  motion.variables = static_cast<int>(scene.bodies.size()) - 1;
  motion.scores.assign(steps.size(), std::vector<double>(coalitionCount(motion.variables)));
  for (Coalition t = 0; t < coalitionCount(motion.variables); ++t) {
    std::vector<Body> there{scene.bodies[scene.observed]};
    Coalition bit = 1;
    for (std::size_t i = 0; i < scene.bodies.size(); ++i) {
      if (i == scene.observed) continue;
      if ((t & bit) != 0) there.push_back(scene.bodies[i]);
      bit <<= 1U;
    }
    follow(there, steps, how, [&](std::size_t time, const std::vector<Body>& bodies) {
      motion.scores[time][t] = scene.carried(bodies.front().position, static_cast<double>(steps[time]) * how.dt);
    });
  }
  return motion;
}

std::vector<std::vector<Vector3>> truePaths(const BodyScene& scene, std::span<const std::size_t> steps,
                                            const Simulation& how) {
  std::vector<std::vector<Vector3>> paths(steps.size());
  follow(scene.bodies, steps, how, [&](std::size_t time, const std::vector<Body>& bodies) {
    for (const Body& body : bodies) paths[time].push_back(body.position);
  });
  return paths;
}

}  // namespace spindle
