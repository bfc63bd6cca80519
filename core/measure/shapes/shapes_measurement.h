// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measurement.h"

#include <memory>

namespace spindle {

/// What the network makes of each column of a table alone, at every checkpoint (METHOD.md#shapes), by plain forward
/// passes: one column over a grid and over the samples, the others at the baseline. Of neural additive models of
/// `spindle train` the members' curves, too, read where their features' values pass ("hardtanh1") and only where that
/// layer holds a value for each feature that depends on no other.
std::shared_ptr<const Measurement> shapesMeasurement();

}  // namespace spindle
