// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measurement.h"

#include <memory>

namespace spindle {

/// Where the network of a run of kind "bodies" says that they move, at every checkpoint, and where the simulation moves
/// them (METHOD.md#bodies): errors on the test samples over several horizons, and the scores of all coalitions at each
/// time that the network gives. Takes networks whose outputs are [score, positions at K times, velocities] (those of
/// `spindle train bodies-...`), and checks that they are. Which force the samples come from is found by simulating
/// them; refused where neither gives their directions. Cost: some 10 ms a sample once and 5 ms a checkpoint.
std::shared_ptr<const Measurement> bodiesMeasurement();

}  // namespace spindle
