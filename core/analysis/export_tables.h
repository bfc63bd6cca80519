// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzed_results.h"
#include "core/analysis/table_folder.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// Writes every table of the analyses of the list as tidy CSV into the folder, all or none, and returns the names. What
/// is replaced or removed there is as TableFolder::publish says. Throws UserError; Stopped when control says so.
std::vector<std::string> exportTables(const AnalyzedResults& results, const AnalysisList& list,
                                      const std::filesystem::path& folder, TableFolder::Others others,
                                      RunControl& control);

}  // namespace spindle
