// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/paths/paths_found.h"
#include "core/chart/finding.h"

#include <vector>

namespace spindle {

/// Sentences on the paths, where some class has one.
std::vector<AnalysisFinding> pathFindings(const PathsFound& found);

}  // namespace spindle
