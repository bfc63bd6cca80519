// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/coupled_iteration_kernel.h"
#include "core/game/coupled_iteration_variants.h"

namespace spindle {

double iterateCoupledAvx2(CoupledState& state, int iterations) {
  return CoupledKernel::iterate(state, iterations);
}

}  // namespace spindle
