// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/dynamics/bodies/body_row.h"
#include "core/dynamics/bodies/simulation.h"
#include "core/measure/measurement.h"
#include "core/results/stored_motion.h"

#include <cstddef>
#include <span>
#include <vector>

namespace spindle {

/// The systems that a measurement of bodies looks at: M of the run's test samples, and the samples of the results. All
/// have every body there and the same time ahead.
struct BodySystems {
  std::vector<std::vector<float>> systems;  ///< rows of kind "bodies"
  std::vector<std::vector<float>> samples;
  std::size_t bodies = 0;
  double horizon = 0.0;
  Simulation how;
};

/// Throws UserError: samples of another kind, bodies that are not there, other variables than the bodies, or directions
/// that neither force gives.
BodySystems bodySystems(const MeasurementRequest& request);

/// Fills the arrays of the truth (motion knows its times). Throws Stopped.
void addTruth(const BodySystems& systems, const RunControl& control, BodyMotion& motion);

/// Mean squared difference of a coordinate; positions [body][3] as one list.
double coordinateError(std::span<const double> positions, std::span<const double> truth);

}  // namespace spindle
