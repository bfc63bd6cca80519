// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// Whether the test loss descends once, rises again, or descends a second time during training (METHOD.md#descents).
std::shared_ptr<const Analysis> descentsAnalysis();

}  // namespace spindle
