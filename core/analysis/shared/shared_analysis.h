// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// Interactions that several networks share, from the results of spindle joint (arXiv 2401.16318).
std::shared_ptr<const Analysis> sharedAnalysis();

}  // namespace spindle
