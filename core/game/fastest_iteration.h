// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/sparsest_iteration.h"

namespace spindle {

/// The fastest variant that this processor can run.
template <class Scalar>
Iterate<Scalar> fastestIteration();

}  // namespace spindle
