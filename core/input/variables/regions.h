// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"
#include "core/input/variables/input_variables.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// The pixels of one number in a map [height, width] as rectangles that do not overlap: rows of equal extent that
/// follow one another are one.
std::vector<PixelRect> regionRects(std::span<const std::int64_t> labels, std::int64_t region, std::int64_t height,
                                   std::int64_t width);

/// The pixels, columns or points of one number as a variable.
InputVariable regionVariable(std::span<const std::int64_t> labels, std::int64_t region, const InputFormat& format,
                             const std::string& name);

/// For each pixel of an image the number of its variable, from 1; 0: of none.
std::vector<std::int64_t> regionLabels(const InputVariables& variables, const InputFormat& format);

}  // namespace spindle
