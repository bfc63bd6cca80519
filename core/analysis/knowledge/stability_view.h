// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/results/stored_noise_stability.h"

#include <vector>

namespace spindle {

// What was measured of the stability under noise, as means over the samples that have salient interactions of an order.

AnalysisFinding stabilityFinding(const ResultsHeader& header, const NoiseStability& noise, std::size_t checkpoint);
Chart stabilityChart(const ResultsHeader& header, const NoiseStability& noise, std::size_t checkpoint);
Table stabilityTable(const ResultsHeader& header, const NoiseStability& noise,
                     const std::vector<std::size_t>& checkpoints);

}  // namespace spindle
