// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/sample_charts.h"

#include <array>

namespace spindle {

// How an interaction is drawn on its input.

bool hasVariable(const ShownInteraction& one, std::size_t variable);
Ink inkOf(const ShownInteraction& one);           ///< of its sign
std::string nameOf(const ShownInteraction& one);  ///< "OR, negative"
LineStyle styleOf(const ShownInteraction& one);   ///< AND solid, OR dashed

/// A line with points from place to place, the leftmost first.
Line joined(std::vector<std::array<double, 2>> places, const ShownInteraction& one);

}  // namespace spindle
