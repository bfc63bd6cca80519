// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis_list.h"
#include "core/base/run_control.h"

#include <filesystem>
#include <memory>
#include <string>

namespace spindle::app {

/// One HTML page that needs no other file: for each analysis its findings, figures (SVG) and short tables; then every
/// choice. Random selections of variables that lie beside `file` are taken in. Text out of files is escaped. Needs a
/// QGuiApplication (fonts). Throws UserError; Stopped when control says so.
std::string htmlReport(const std::shared_ptr<const ResultsReader>& results, const std::filesystem::path& file,
                       const AnalysisList& list, RunControl& control);

}  // namespace spindle::app
