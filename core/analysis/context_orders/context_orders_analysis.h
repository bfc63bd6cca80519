// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// In how large contexts pairs of variables interact (METHOD.md#context-orders), exact from the stored tables: the
/// whole from the scores, the parts from the AND and OR interactions.
std::shared_ptr<const Analysis> contextOrdersAnalysis();

}  // namespace spindle
