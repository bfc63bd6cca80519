// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/replicates/replicate_band.h"
#include "core/chart/chart.h"

#include <span>

namespace spindle {

// The charts of this analysis. missing: why there is no band; empty where there is one, with a place at least.

/// The band of the mean order with a dotted line a file; starts: of phase two by file, NaN where none was found.
Chart replicatesChart(const ResultsHeader& header, const ReplicateBand& band, std::span<const double> starts,
                      const std::string& missing);

/// Mean shares by order with their standard errors at a checkpoint; `here` is null where it is in no other file.
Chart replicateSharesChart(const ResultsHeader& header, std::size_t checkpoint, const ReplicatePlace* here,
                           const std::string& missing);

}  // namespace spindle
