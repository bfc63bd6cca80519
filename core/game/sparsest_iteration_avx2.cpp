// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/sparsest_iteration_kernel.h"
#include "core/game/sparsest_iteration_variants.h"

namespace spindle {

float iterateAvx2(IterationState<float>& state, int iterations) {
  return iterateWith<float, 32>(state, iterations);
}

double iterateAvx2(IterationState<double>& state, int iterations) {
  return iterateWith<double, 32>(state, iterations);
}

}  // namespace spindle
