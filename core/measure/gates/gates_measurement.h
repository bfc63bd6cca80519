// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measurement.h"

#include <memory>

namespace spindle {

/// The paths of classes through the network (METHOD.md#paths-of-classes): which units each class needs, checkpoint by
/// checkpoint.
std::shared_ptr<const Measurement> gatesMeasurement();

}  // namespace spindle
