// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/bodies.h"

#include "core/base/text.h"
#include "core/dynamics/bodies/body_row.h"
#include "core/dynamics/bodies/draw_bodies.h"
#include "core/dynamics/bodies/true_motion.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace spindle {
namespace {

constexpr std::size_t bodies = 5, stepsBefore = 3100;
constexpr std::uint64_t trainingSeed = 43, testSeed = 44;

/// The scene that a row can hold: its numbers rounded as the row's are.
BodyScene asRead(const BodyScene& scene) {
  return sceneFrom(rowOf(scene, bodies));
}

struct Drawn {
  BodyScene scene;
  double energyDrift = 0.0;  ///< of the simulation up to the target
  bool complete = true;
};

Drawn draw(const DataRequest& request, double leftOut, const Simulation& how, SplitMix64& random) {
  Drawn drawn;
  auto all = drawBodies(bodies, random);
  const double before = energy(all, how);
  if (request.force == Force::charged) advance(all, stepsBefore, how);
  auto onward = all;
  advance(onward, static_cast<std::size_t>(request.horizon), how);
  drawn.energyDrift = std::abs(energy(onward, how) - before);
  std::vector<Body> there{all.front()};
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (random.uniform() >= leftOut) there.push_back(all[i]);
  }
  drawn.complete = there.size() == bodies;
  drawn.scene = {there, 0, {1, 0, 0}, static_cast<double>(request.horizon) * how.dt};
  return drawn;
}

/// Adds a system; returns whether its energy moved by more than 0.1.
bool addRow(const DataRequest& request, double leftOut, const Simulation& how, SplitMix64& random, LabeledPart& part) {
  Drawn drawn = draw(request, leftOut, how, random);
  BodyScene scene = asRead(drawn.scene);
  const std::array<std::size_t, 1> end{static_cast<std::size_t>(request.horizon)};
  const auto moved = truePaths(scene, end, how).front();
  const Body& first = scene.bodies.front();
  Vector3 carried{};
  for (std::size_t k = 0; k < 3; ++k) carried[k] = moved[0][k] - first.position[k] - scene.time * first.velocity[k];
  const double length = std::hypot(carried[0], carried[1], carried[2]);
  if (length > 0.0) scene.direction = {carried[0] / length, carried[1] / length, carried[2] / length};
  const auto row = rowOf(scene, bodies);
  part.values.insert(part.values.end(), row.begin(), row.end());
  part.labels.push_back(0);
  part.targets.push_back(length);
  part.unfit.push_back(!drawn.complete);
  for (std::size_t i = 0; i < bodies; ++i) {
    for (std::size_t k = 0; k < 3; ++k)
      part.positions.push_back(i < moved.size() ? static_cast<float>(moved[i][k]) : 0.0F);
  }
  return drawn.energyDrift > 0.1;
}

Recipe bodyRecipe(const std::string& name, const std::string& title, const std::string& description) {
  Recipe recipe;
  recipe.name = name;
  recipe.title = title;
  recipe.description = description;
  recipe.read = readBodies;
  recipe.hidden = {64};
  recipe.anyDepth = false;
  recipe.measured = true;
  recipe.trainingSamples = 1500;
  recipe.testSamples = 500;
  recipe.batch = 100;
  recipe.steps = 20 * 15;  // 20 epochs
  recipe.descent = Descent::adam;
  recipe.gradientClip = 1.0;
  recipe.leftOut = 0.2;
  recipe.checkpoints = "16";
  recipe.samples = 100;
  recipe.computedSamples = 32;
  return recipe;
}

}  // namespace

std::vector<Recipe> bodyRecipes() {
  auto egnn = bodyRecipe("bodies-egnn", "EGNN on charged bodies",
                         "an equivariant graph network (EGNN) that says where five charged bodies will be");
  egnn.architecture = Architecture::egnn;
  egnn.learningRate = 5e-4;
  auto segno = bodyRecipe("bodies-segno", "SEGNO on charged bodies",
                          "the same by eight steps of a learned acceleration (SEGNO, second order)");
  segno.architecture = Architecture::segno;
  segno.learningRate = 2e-3;
  return {egnn, segno};
}

LabeledData readBodies(const DataRequest& request) {
  Simulation how;
  how.force = request.force;
  LabeledData data;
  data.kind = InputKind::bodies;
  data.shape = {static_cast<std::int64_t>(bodies), static_cast<std::int64_t>(BodyColumns::count)};
  std::size_t flagged = 0;
  SplitMix64 training(trainingSeed), test(testSeed);
  for (std::size_t i = 0; i < request.trainingRows; ++i)
    flagged += addRow(request, request.leftOut, how, training, data.training) ? 1 : 0;
  for (std::size_t i = 0; i < request.testRows; ++i) flagged += addRow(request, 0.0, how, test, data.test) ? 1 : 0;
  data.training.correct = data.training.labels;
  data.test.correct = data.test.labels;
  char share[32];
  std::snprintf(share, sizeof share, "%.1f",
                100.0 * static_cast<double>(flagged) /
                    static_cast<double>(std::max<std::size_t>(1, request.trainingRows + request.testRows)));
  data.source = "simulated: five bodies under " +
                std::string(request.force == Force::charged ? "electric forces, charges -1 or 1" : "gravity") +
                ", drawn with fixed seeds, from " + std::to_string(request.force == Force::charged ? stepsBefore : 0) +
                " steps of 0.001 on to " + std::to_string(request.horizon) +
                " steps later (after the generator of Satorras et al., ICML 2021, arXiv 2102.09844); the energy moves "
                "by more than 0.1 in " +
                share + " % of them, through close encounters";
  return data;
}

}  // namespace spindle
