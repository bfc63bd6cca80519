// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measurement.h"

#include <memory>

namespace spindle {

/// Context orders of many input variables (patches of a fine grid, columns), sampled
/// (METHOD.md#sampled-context-orders): where the 2^n scores of the exact analysis cannot be had.
std::shared_ptr<const Measurement> contextOrdersMeasurement();

}  // namespace spindle
