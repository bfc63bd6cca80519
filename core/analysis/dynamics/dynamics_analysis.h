// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// Strength by order through training: the bars at a checkpoint, their mean order, the losses and the heat map.
std::shared_ptr<const Analysis> dynamicsAnalysis();

}  // namespace spindle
