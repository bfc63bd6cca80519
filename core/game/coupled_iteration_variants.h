// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coupled_iteration.h"

namespace spindle {

// One for each instruction set; the second exists on x86-64 only and must be called only where the processor has it.
// Wider vectors than AVX2's would gain little: four numbers side by side are what the plan has.
double iterateCoupledBaseline(CoupledState& state, int iterations);
double iterateCoupledAvx2(CoupledState& state, int iterations);

}  // namespace spindle
