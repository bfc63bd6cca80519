// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// Measured shares by order beside those of learning under noise, in phase two (theory_fit.h), and of untrained
/// networks at the first checkpoint (untrained.h).
std::shared_ptr<const Analysis> theoryAnalysis();

}  // namespace spindle
