// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// Which interactions other networks have too (arXiv 2505.06993).
std::shared_ptr<const Analysis> generalizableAnalysis();

}  // namespace spindle
