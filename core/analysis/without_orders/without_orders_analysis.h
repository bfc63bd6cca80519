// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// What the network would score without interactions above an order: its loss, accuracy and loss gap for each order,
/// from the stored interactions alone (METHOD.md#without-orders).
std::shared_ptr<const Analysis> withoutOrdersAnalysis();

}  // namespace spindle
