// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/wiring/wired_numbers.h"
#include "core/analysis/wiring/wiring_charts.h"
#include "core/chart/table.h"

#include <vector>

namespace spindle {

// Tables of the analysis wiring.

/// A row for each wiring; numbers: of the first ones, where they are known.
Table wiringTable(const std::vector<Wiring>& wirings, const std::vector<WiredNumbers>& numbers);
Table wiringPathTable(const Wiring& wiring);
/// All wirings of four nodes.
Table wiringSpaceTable();
/// Losses and mean orders of runs at each checkpoint.
Table wiringRunTable(const std::vector<WiredRun>& runs);

}  // namespace spindle
