// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/bodies/body_row.h"
#include "core/dynamics/bodies/simulation.h"
#include "core/game/coalition.h"

#include <cstddef>
#include <span>
#include <vector>

namespace spindle {

/// What the simulation makes of every subset of the bodies around the observed one.
struct TrueMotion {
  int variables = 0;  ///< the other bodies, in their order; bit i of a coalition is the i-th of them
  /// [time][coalition]: how far the observed body is carried (BodyScene::carried) when only those others exist.
  std::vector<std::vector<double>> scores;
};

/// steps: of the simulation, ascending, at which scores are taken. Cost: 2^(n-1) simulations, some 2 ms for five bodies
/// and 1,000 steps. Throws std::invalid_argument for no or more than 13 bodies.
TrueMotion trueMotion(const BodyScene& scene, std::span<const std::size_t> steps, const Simulation& how);

/// Positions of all bodies after each of the ascending numbers of steps: [time][body].
std::vector<std::vector<Vector3>> truePaths(const BodyScene& scene, std::span<const std::size_t> steps,
                                            const Simulation& how);

}  // namespace spindle
