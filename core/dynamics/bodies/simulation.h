// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/bodies/body.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace spindle {

enum class Force {
  charged,  ///< on i: sum over j of c_i c_j (q_i - q_j) / r^3, equal charges repel
  gravity,  ///< on i: - sum over j of (q_i - q_j) / (r^2 + softening^2)^(3/2)
};

enum class Integrator {
  kickDrift,  ///< v += dt F(q), then q += dt v, as the generator of the published data
  leapfrog,   ///< half a kick, a drift, half a kick: second order, and the same backward in time
};

/// How bodies move. The published data are kickDrift with dt = 0.001 and each component of a force within 100 (Satorras
/// et al., ICML 2021, after Kipf et al., ICML 2018); the softening of gravity is our choice.
struct Simulation {
  Force force = Force::charged;
  Integrator integrator = Integrator::kickDrift;
  double dt = 0.001;  ///< negative: backward
  double forceLimit = 100.0;
  double softening = 0.1;  ///< gravity
};

/// Moves the bodies by so many steps. Cost: 10 ns a pair and step. The same on every machine but for rounding of the
/// compiler's square root and fused operations.
void advance(std::span<Body> bodies, std::size_t steps, const Simulation& how);

/// Kinetic and potential energy without the limit on forces.
double energy(std::span<const Body> bodies, const Simulation& how);

Vector3 momentum(std::span<const Body> bodies);

/// The least distance of two of the bodies; infinity where there are fewer.
double leastDistance(std::span<const Body> bodies);

std::string toText(Force force);          ///< "charged", "gravity"
Force forceFrom(std::string_view words);  ///< throws UserError

}  // namespace spindle
