// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/sparsest_iteration_kernel.h"
#include "core/game/sparsest_iteration_variants.h"

namespace spindle {

float iterateAvx512(IterationState<float>& state, int iterations) {
  return iterateWith<float, 64>(state, iterations);
}

double iterateAvx512(IterationState<double>& state, int iterations) {
  return iterateWith<double, 64>(state, iterations);
}

}  // namespace spindle
