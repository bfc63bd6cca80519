// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"
#include "core/store/results_file.h"

#include <string>

namespace spindle {

// Charts of the two usual kinds before their marks are added, and the points of a line over checkpoints.

/// Over the checkpoints of the results (seriesAxis()).
Chart seriesChart(const ResultsHeader& header, const std::string& name, const std::string& title,
                  const std::string& label, const std::string& unit = {});

/// Over orders 1 .. variables (orderAxis()).
Chart orderChart(int variables, const std::string& name, const std::string& title, const std::string& label,
                 const std::string& unit = {});

/// Appends the value at a checkpoint to a line over checkpoints; a click on it selects the checkpoint.
void addCheckpoint(Line& line, const ResultsHeader& header, std::size_t checkpoint, double value);

}  // namespace spindle
