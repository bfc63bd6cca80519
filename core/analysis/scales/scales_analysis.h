// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// When the interactions of each order settle: their alignment with and size beside those of a reference checkpoint
/// (METHOD.md#scales).
std::shared_ptr<const Analysis> scalesAnalysis();

}  // namespace spindle
