// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/checkpoint_series.h"
#include "core/run/checkpoints/path_position.h"

#include <vector>

namespace spindle {

/// Gives all of the items, each with a step or an epoch, a step: counted from their epochs where other names show how,
/// or the epoch itself (series.stepsAreEpochs). Where nothing tells how steps and epochs relate the larger group stays
/// and the others are set aside in `series`.
void unifyUnits(std::vector<PathPosition>& items, CheckpointSeries& series);

}  // namespace spindle
