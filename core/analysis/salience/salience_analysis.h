// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// How many interactions are salient, by order, and how strengths fall off over all of them (sparsity_curve.h).
std::shared_ptr<const Analysis> salienceAnalysis();

}  // namespace spindle
