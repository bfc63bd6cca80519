// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/store/results_file.h"
#include "ui/figure/sample_charts.h"

#include <filesystem>
#include <memory>
#include <string>

namespace spindle::app {

/// The results of a run folder, computed beside `output` under its name (or gone on with there). Throws Stopped.
std::filesystem::path computedResults(const std::filesystem::path& folder, const std::filesystem::path& output,
                                      RunControl& control);

/// The input of a row of results, out of the run: as given, or the folder of the results, or one beside them with the
/// run's name. Throws UserError where none of these is it.
std::shared_ptr<const ShownSample> inputOf(const ResultsHeader& header, const std::filesystem::path& results,
                                           std::size_t row, const std::string& run);

}  // namespace spindle::app
