// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/context_orders/context_pass.h"

#include <vector>

namespace spindle {

/// J at the smallest, the middle and the largest contexts.
AnalysisFinding contextEnds(const ResultsHeader& header, std::size_t checkpoint, const ContextCurves& curves,
                            bool near);

/// J of the largest contexts over the known checkpoints: phase one shows as its sinking, phase two as its growing
/// again.
AnalysisFinding largestContexts(const ResultsHeader& header, const std::vector<std::size_t>& known,
                                const ContextCurves& curves);

/// A weak middle means little where there are few contexts of each order.
AnalysisFinding fewVariablesCaution(int variables);

}  // namespace spindle
