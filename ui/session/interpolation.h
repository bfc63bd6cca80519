// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_strength.h"

namespace spindle {

/// Each strength and the threshold on the straight line from a (fraction 0) to b (fraction 1), which must have equal
/// numbers of variables. What views show between two checkpoints; nothing was measured there.
OrderStrength between(const OrderStrength& a, const OrderStrength& b, double fraction);

}  // namespace spindle
