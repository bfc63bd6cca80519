// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <string>
#include <vector>

namespace spindle {

/// Names of a sample's variables as the results keep them; "variable 3" where they give none.
std::vector<std::string> storedVariableNames(const ResultsHeader& header, std::size_t sample);

}  // namespace spindle
