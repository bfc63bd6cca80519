// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace spindle {

/// The closed lines around the cells that are not 0 of a field, row by row from the top; corners as x and y from the
/// upper left one, the first corner again at the end. Regions that touch at a corner only have lines of their own.
std::vector<std::vector<std::pair<int, int>>> regionOutline(const std::vector<std::uint8_t>& inside, int width);

}  // namespace spindle
