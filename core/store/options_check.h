// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <string>

namespace spindle {

/// What is wrong with the options (JSON) of results: another type than the programs that read them expect. Keys that
/// are missing or not known are fine. Empty where nothing is wrong.
std::string optionsProblem(const ResultsHeader& header);

}  // namespace spindle
