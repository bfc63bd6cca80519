// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// How far to trust the results: matching errors, what the salient interactions explain, certified gaps, whether the
/// sparsity theorem applies, and how stable strengths are over random selections of the variables.
std::shared_ptr<const Analysis> trustAnalysis();

}  // namespace spindle
