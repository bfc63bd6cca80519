// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/joint_iteration_kernel.h"

namespace spindle {

JointIteration jointIterationAvx2() {
  return {&reflectJointly<32>, &iterateJointly<32>};
}

}  // namespace spindle
