// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/joint_iteration.h"

namespace spindle {

JointIteration fastestJointIteration() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    return jointIterationAvx512();
  if (__builtin_cpu_supports("avx2")) return jointIterationAvx2();
#endif
  return jointIterationBaseline();
}

}  // namespace spindle
