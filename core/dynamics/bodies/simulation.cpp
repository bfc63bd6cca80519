// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/bodies/simulation.h"

#include "core/base/user_error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace spindle {
namespace {

Vector3 between(const Body& from, const Body& to) {
  return {from.position[0] - to.position[0], from.position[1] - to.position[1], from.position[2] - to.position[2]};
}

double square(const Vector3& v) {
  return v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
}

void findForces(std::span<const Body> bodies, const Simulation& how, std::vector<Vector3>& forces) {
  forces.assign(bodies.size(), {});
  const double soft = how.force == Force::gravity ? how.softening * how.softening : 0.0;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    for (std::size_t j = i + 1; j < bodies.size(); ++j) {
      const double strength = how.force == Force::gravity ? -1.0 : bodies[i].charge * bodies[j].charge;
      if (strength == 0.0) continue;
      const Vector3 away = between(bodies[i], bodies[j]);
      const double r2 = square(away) + soft;
      const double factor = strength / (r2 * std::sqrt(r2));
      for (std::size_t k = 0; k < 3; ++k) {
        forces[i][k] += factor * away[k];
        forces[j][k] -= factor * away[k];
      }
    }
  }
  for (Vector3& force : forces) {
    for (double& part : force) part = std::clamp(part, -how.forceLimit, how.forceLimit);
  }
}

void kick(std::span<Body> bodies, const std::vector<Vector3>& forces, double time) {
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    for (std::size_t k = 0; k < 3; ++k) bodies[i].velocity[k] += time * forces[i][k];
  }
}

void drift(std::span<Body> bodies, double time) {
  for (Body& body : bodies) {
    for (std::size_t k = 0; k < 3; ++k) body.position[k] += time * body.velocity[k];
  }
}

}  // namespace

void advance(std::span<Body> bodies, std::size_t steps, const Simulation& how) {
  std::vector<Vector3> forces;
  const bool halves = how.integrator == Integrator::leapfrog;
  if (halves && steps > 0) findForces(bodies, how, forces);
  for (std::size_t step = 0; step < steps; ++step) {
    if (!halves) findForces(bodies, how, forces);
    kick(bodies, forces, halves ? how.dt / 2.0 : how.dt);
    drift(bodies, how.dt);
    if (!halves) continue;
    findForces(bodies, how, forces);
    kick(bodies, forces, how.dt / 2.0);
  }
}

double energy(std::span<const Body> bodies, const Simulation& how) {
  const double soft = how.force == Force::gravity ? how.softening * how.softening : 0.0;
  double sum = 0.0;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    sum += 0.5 * square(bodies[i].velocity);
    for (std::size_t j = i + 1; j < bodies.size(); ++j) {
      const double strength = how.force == Force::gravity ? -1.0 : bodies[i].charge * bodies[j].charge;
      if (strength != 0.0) sum += strength / std::sqrt(square(between(bodies[i], bodies[j])) + soft);
    }
  }
  return sum;
}

Vector3 momentum(std::span<const Body> bodies) {
  Vector3 sum{};
  for (const Body& body : bodies) {
    for (std::size_t k = 0; k < 3; ++k) sum[k] += body.velocity[k];
  }
  return sum;
}

double leastDistance(std::span<const Body> bodies) {
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    for (std::size_t j = i + 1; j < bodies.size(); ++j)
      least = std::min(least, std::sqrt(square(between(bodies[i], bodies[j]))));
  }
  return least;
}

std::string toText(Force force) {
  return force == Force::charged ? "charged" : "gravity";
}

Force forceFrom(std::string_view words) {
  if (words == "charged") return Force::charged;
  if (words == "gravity") return Force::gravity;
  throw UserError("The force \"" + std::string(words) + "\" is neither charged nor gravity.");
}

}  // namespace spindle
