// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coupled_iteration.h"
#include "core/game/sparsest_iteration.h"

namespace spindle {

/// The fastest variants that this processor can run.
template <class Scalar>
Iterate<Scalar> fastestIteration();
CoupledIterate fastestCoupledIteration();

}  // namespace spindle
