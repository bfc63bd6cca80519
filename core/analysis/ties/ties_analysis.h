// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// What depends on the choice among equally sparse decompositions: mean order, shares, salient interactions and the
/// start of phase two at both ends of the tie-break (METHOD.md#sensitivity-to-ties). Needs both ends beside the
/// results.
std::shared_ptr<const Analysis> tiesAnalysis();

}  // namespace spindle
