// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// Do interactions generalize: training against test samples by order (class_similarity.h), clean against mislabeled
/// samples, and the samples whose orders rise first (sample_groups.h).
std::shared_ptr<const Analysis> generalizationAnalysis();

}  // namespace spindle
