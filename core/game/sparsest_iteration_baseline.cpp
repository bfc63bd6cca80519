// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/sparsest_iteration_kernel.h"
#include "core/game/sparsest_iteration_variants.h"

namespace spindle {

float iterateBaseline(IterationState<float>& state, int iterations) {
  return iterateWith<float, 16>(state, iterations);
}

double iterateBaseline(IterationState<double>& state, int iterations) {
  return iterateWith<double, 16>(state, iterations);
}

}  // namespace spindle
