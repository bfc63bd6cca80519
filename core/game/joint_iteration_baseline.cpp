// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/joint_iteration_kernel.h"

namespace spindle {

JointIteration jointIterationBaseline() {
  return {&reflectJointly<16>, &iterateJointly<16>};
}

}  // namespace spindle
