// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/bodies/body_systems.h"

#include "core/base/user_error.h"
#include "core/dynamics/bodies/true_motion.h"
#include "core/input/variables/other_bodies.h"
#include "core/results/stored_variables.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spindle {
namespace {

std::size_t stepsIn(double time, const Simulation& how) {
  return static_cast<std::size_t>(std::max(1L, std::lround(time / how.dt)));
}

/// Whether the simulation carries the observed body in the direction that the scene gives.
bool givesDirection(const BodyScene& scene, const Simulation& how) {
  const std::array<std::size_t, 1> end{stepsIn(scene.time, how)};
  const Vector3 moved = truePaths(scene, end, how).front()[scene.observed];
  const Body& body = scene.bodies[scene.observed];
  double square = 0.0;
  for (std::size_t k = 0; k < 3; ++k) {
    const double part = moved[k] - body.position[k] - scene.time * body.velocity[k];
    square += part * part;
  }
  return scene.carried(moved, scene.time) > 0.999 * std::sqrt(square);
}

Simulation simulationOf(const std::vector<std::vector<float>>& rows, const std::string& run) {
  const std::size_t tried = std::min<std::size_t>(rows.size(), 16);
  for (const Force force : {Force::charged, Force::gravity}) {
    const Simulation how{.force = force};
    std::size_t right = 0;
    for (std::size_t i = 0; i < tried; ++i) right += givesDirection(sceneFrom(rows[i]), how) ? 1 : 0;
    // A close encounter may end elsewhere on another machine.
    if (4 * right >= 3 * tried) return how;
  }
  throw UserError(
      "The bodies of " + run +
      " do not move as in the simulation: neither electric forces nor gravity carry the observed ones along "
      "the directions of the samples, so that nothing is known of their true interactions.");
}

void requireWhole(const BodyScene& scene, const BodySystems& systems, const std::string& sample) {
  if (scene.bodies.size() != systems.bodies)
    throw UserError("Sample " + sample + " has " + std::to_string(scene.bodies.size()) + " of " +
                    std::to_string(systems.bodies) + " bodies; measure bodies needs all of them.");
  if (std::abs(scene.time - systems.horizon) > 1e-6 * systems.horizon)
    throw UserError("Sample " + sample + " looks another time ahead than the others; measure bodies needs one time.");
}

std::vector<std::size_t> stepsAt(const BodyMotion& motion, std::size_t count, const Simulation& how) {
  std::vector<std::size_t> steps;
  for (std::size_t k = 0; k < count; ++k) steps.push_back(stepsIn(motion.timeAt(k), how));
  return steps;
}

std::vector<double> flat(const std::vector<Vector3>& positions) {
  std::vector<double> all;
  for (const Vector3& one : positions) all.insert(all.end(), one.begin(), one.end());
  return all;
}

}  // namespace

BodySystems bodySystems(const MeasurementRequest& request) {
  const SampleSet& set = request.run.samples();
  if (set.format.kind != InputKind::bodies)
    throw UserError("measure bodies is for runs whose samples are bodies; those of " + request.run.name() + " are " +
                    toText(set.format.kind) + ".");
  BodySystems systems;
  systems.bodies = static_cast<std::size_t>(set.format.shape[0]);
  constexpr std::size_t most = 13;
  if (systems.bodies > most)
    throw UserError("measure bodies simulates every subset and takes up to 13 bodies, not " +
                    std::to_string(systems.bodies) + ".");
  for (const bool test : {true, false}) {
    for (const Sample& sample : set.samples) {
      if (systems.systems.size() == BodyMotion::mostSystems) break;
      if ((sample.split == Split::test) != test) continue;
      const BodyScene scene = sceneFrom(sample.values);
      if (systems.systems.empty()) systems.horizon = scene.time;
      requireWhole(scene, systems, sample.name);
      systems.systems.push_back(sample.values);
    }
    if (!systems.systems.empty()) break;
  }
  for (std::size_t s = 0; s < request.rows.samples.size(); ++s) {
    const Sample& sample = set.samples[request.rows.samples[s]];
    requireWhole(sceneFrom(sample.values), systems, sample.name);
    std::vector<std::string> names;
    const InputVariables others = otherBodies(sample, set.format);
    for (const InputVariable& one : others.all()) names.push_back(one.name);
    if (names != storedVariableNames(request.header, s))
      throw UserError(
          "The input variables of the results are not one for each body around the observed one; extract "
          "the run again without \"variables\".");
    systems.samples.push_back(sample.values);
  }
  systems.how = simulationOf(systems.systems, request.run.name());
  return systems;
}

void addTruth(const BodySystems& systems, const RunControl& control, BodyMotion& motion) {
  const std::size_t all = motion.times * motion.horizons, wide = 3 * systems.bodies;
  const std::size_t m = systems.systems.size(), drawn = std::min(m, BodyMotion::drawnSystems);
  motion.still = {"", {1, m, all}, {}};
  motion.straight = {"", {1, m, all}, {}};
  motion.truePaths = {"", {1, drawn, (all + 1) * wide}, {}};
  motion.trueScores = {"", {1, systems.samples.size(), motion.times * motion.coalitions()}, {}};
  const auto steps = stepsAt(motion, all, systems.how), own = stepsAt(motion, motion.times, systems.how);
  for (std::size_t i = 0; i < m; ++i) {
    if (control.stopRequested()) throw Stopped{};
    const BodyScene scene = sceneFrom(systems.systems[i]);
    const auto paths = truePaths(scene, steps, systems.how);
    std::vector<Vector3> start;
    for (const Body& body : scene.bodies) start.push_back(body.position);
    if (i < drawn) std::ranges::copy(flat(start), std::back_inserter(motion.truePaths.values));
    for (std::size_t k = 0; k < all; ++k) {
      const double time = motion.timeAt(k);
      std::vector<Vector3> onward = start;
      for (std::size_t b = 0; b < onward.size(); ++b) {
        for (std::size_t c = 0; c < 3; ++c) onward[b][c] += time * scene.bodies[b].velocity[c];
      }
      const auto truth = flat(paths[k]);
      motion.still.values.push_back(coordinateError(flat(start), truth));
      motion.straight.values.push_back(coordinateError(flat(onward), truth));
      if (i < drawn) std::ranges::copy(truth, std::back_inserter(motion.truePaths.values));
    }
  }
  for (const auto& row : systems.samples) {
    if (control.stopRequested()) throw Stopped{};
    for (const auto& scores : trueMotion(sceneFrom(row), own, systems.how).scores)
      std::ranges::copy(scores, std::back_inserter(motion.trueScores.values));
  }
}

double coordinateError(std::span<const double> positions, std::span<const double> truth) {
  double sum = 0.0;
  for (std::size_t i = 0; i < truth.size(); ++i) sum += (positions[i] - truth[i]) * (positions[i] - truth[i]);
  return sum / static_cast<double>(truth.size());
}

}  // namespace spindle
