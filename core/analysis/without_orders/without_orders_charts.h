// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/without_orders/without_orders.h"
#include "core/chart/chart.h"

#include <span>

namespace spindle {

// The charts of this analysis. at: by checkpoint.

/// The loss gap without interactions above each of the first orders and with all, over the known checkpoints.
Chart gapWithoutChart(const ResultsHeader& header, std::span<const WithoutOrders> at,
                      std::span<const std::size_t> known, const std::string& missing);

/// Loss and share of p > 1/2 at a checkpoint by the order up to which interactions stay, one line a group.
std::vector<Chart> lossWithoutCharts(const ResultsHeader& header, std::span<const WithoutOrders> at,
                                     std::size_t checkpoint, const std::string& missing);

}  // namespace spindle
