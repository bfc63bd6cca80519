// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/stored_analysis.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// Everything that results tell as tidy CSV files in `folder` (made if missing), for other programs: dynamics.csv and
/// losses.csv; salient.csv, numbers of salient interactions by order; values.csv and pairs.csv, Shapley and Banzhaf
/// values and pair interactions of every sample; trust.csv; phases.csv; and, where there is such a thing, theory.csv,
/// similarity.csv, groups.csv and draws.csv; see TableFolder for what happens to a folder that is there. Returns their
/// names. Throws UserError, Stopped.
std::vector<std::string> exportTables(const ResultsReader& results, const StoredAnalysis& analysis,
                                      const std::filesystem::path& folder, RunControl& control);

}  // namespace spindle
