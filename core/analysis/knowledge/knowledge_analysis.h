// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// What each checkpoint or layer knows already of the interactions of a reference, what it will forget and what is
/// still to come (METHOD.md#knowledge).
std::shared_ptr<const Analysis> knowledgeAnalysis();

}  // namespace spindle
