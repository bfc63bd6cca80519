// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/joint_iteration_kernel.h"

namespace spindle {

JointIteration jointIterationAvx512() {
  return {&reflectJointly<64>, &iterateJointly<64>};
}

}  // namespace spindle
