// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/generalizable/verdict.h"
#include "core/chart/chart.h"

#include <span>

namespace spindle {

// The charts of this analysis; `missing` is what an empty one says.

/// The confirmed share of every verdict over the known checkpoints, and what chance gives for the chosen one. label: of
/// the analyzed results.
Chart generalizableChart(const ResultsHeader& header, const std::string& label, const std::vector<Verdict>& verdicts,
                         std::size_t chosen, std::span<const std::size_t> known, const std::string& missing);

/// Confirmed and other strength by order at a checkpoint; verdict may be null.
Chart generalizableOrders(const ResultsHeader& header, std::size_t checkpoint, const Verdict* verdict,
                          const std::string& missing);

}  // namespace spindle
