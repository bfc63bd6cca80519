// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/fastest_iteration.h"

#include "core/game/coupled_iteration_variants.h"
#include "core/game/sparsest_iteration_variants.h"

namespace spindle {

template <class Scalar>
Iterate<Scalar> fastestIteration() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    return &iterateAvx512;
  if (__builtin_cpu_supports("avx2")) return &iterateAvx2;
#endif
  return &iterateBaseline;
}

CoupledIterate fastestCoupledIteration() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) return &iterateCoupledAvx2;
#endif
  return &iterateCoupledBaseline;
}

template Iterate<float> fastestIteration<float>();
template Iterate<double> fastestIteration<double>();

}  // namespace spindle
