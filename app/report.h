// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/store/results_file.h"

#include <filesystem>
#include <string>

namespace spindle::app {

/// One HTML page that needs no other file: what was found in plain sentences, every choice, the figures (SVG), the
/// phases by every rule, how far to trust it (with draws of the variables that lie beside `file`), and the samples that
/// turn to high orders first. Names that come from files are escaped. Needs a QGuiApplication (fonts). Throws
/// UserError; Stopped when control says so.
std::string htmlReport(const ResultsReader& results, const std::filesystem::path& file, RunControl& control);

}  // namespace spindle::app
