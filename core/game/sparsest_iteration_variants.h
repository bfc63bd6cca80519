// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/sparsest_iteration.h"

namespace spindle {

// One pair for each instruction set; the last two exist on x86-64 only and must be called only where the processor has
// it.
float iterateBaseline(IterationState<float>& state, int iterations);
double iterateBaseline(IterationState<double>& state, int iterations);
float iterateAvx2(IterationState<float>& state, int iterations);
double iterateAvx2(IterationState<double>& state, int iterations);
float iterateAvx512(IterationState<float>& state, int iterations);
double iterateAvx512(IterationState<double>& state, int iterations);

}  // namespace spindle
