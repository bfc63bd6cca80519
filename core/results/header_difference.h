// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <string>

namespace spindle {

/// Key among a source's settings of the version of what decides the numbers (see version.h); unnamedNumbers where it is
/// missing.
inline constexpr const char* numbersKey = "numbers";

/// What two computations differ in, but for the weights, in words that follow "computed with other": "options (gap)";
/// empty where the one may go on with the results of the other. What a view chose never matters. `where` begins the
/// sentence of the UserError that is thrown where the stored options or variables are damaged.
std::string headerDifference(const ResultsHeader& stored, const ResultsHeader& wanted, const std::string& where);

}  // namespace spindle
