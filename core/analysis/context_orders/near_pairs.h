// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/stored_variables.h"

#include <cstddef>
#include <span>
#include <vector>

namespace spindle {

/// Numbers (pairNumber) of the pairs whose centers are at most `window` of their mean heights and of their mean widths
/// apart: on a grid of equal patches a window of plus and minus 2 patches, as published (arXiv 2111.06236, code).
std::vector<std::size_t> nearPairs(std::span<const VariablePlace> places, double window = 2.0);

}  // namespace spindle
