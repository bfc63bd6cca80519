// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/compare/compared_results.h"
#include "core/chart/chart.h"

#include <span>

namespace spindle {

// The charts of this analysis. all: the analyzed results first; `missing` is what a chart says where they are alone.

/// Mean order of all results with their starts of phase two, and their losses.
std::vector<Chart> compareCharts(std::span<const ComparedResults> all, CompareBy by, const std::string& missing);

/// Shares by order of the others less those of the first at one of its checkpoints.
Chart shareDifferencesChart(std::span<const ComparedResults> all, std::size_t checkpoint, const std::string& missing);

}  // namespace spindle
