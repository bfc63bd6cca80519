// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// How far the network is from a sum of effects of single variables: the share of the strength that order 1 has, and
/// the share of the variance of the scores over coalitions that an additive fit explains (METHOD.md#additive-share).
/// Both are 1 for a neural additive model.
std::shared_ptr<const Analysis> additiveAnalysis();

}  // namespace spindle
