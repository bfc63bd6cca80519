// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/paths/gated_results.h"
#include "core/analysis/paths/path_charts.h"
#include "core/chart/table.h"

#include <vector>

namespace spindle {

Table pathTable(const ResultsHeader& header, const ClassGates& gates, const PathSeries& series);
Table pathRecallTable(const ResultsHeader& header, const PathSeries& series);
/// Every pair of classes at every checkpoint.
Table classPairTable(const ResultsHeader& header, const ClassGates& gates, const PathSeries& series);
Table keptOrdersTable(const ResultsHeader& header, const std::vector<GatedResults>& gated);
Table confusedTable(const ResultsHeader& header, const ClassGates& gates, const GatedResults& own,
                    const GatedResults& confused);

/// "AND of p1 and p4" by the names of the sample's variables.
std::string interactionText(const ResultsHeader& header, std::size_t sample, std::uint32_t key);

}  // namespace spindle
