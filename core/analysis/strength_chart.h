// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"
#include "core/dynamics/order_strength.h"

namespace spindle {

/// The signed bars of strength by order: AND next to the axis, OR beyond it in the lighter ink; a click selects the
/// order. strength may be any that are shown so (shares, a mean over a group); it must not be empty.
Chart strengthChart(const OrderStrength& strength);

}  // namespace spindle
