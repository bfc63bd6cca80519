// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"
#include "core/input/variables/input_variables.h"

#include <cstdint>
#include <vector>

namespace spindle {

struct SuperpixelOptions {
  int count = 10;           ///< regions, exactly
  double compactness = 10;  ///< weight of nearness against likeness; 1: along edges, 100: nearly square
};

/// Superpixels of one image by simple linear iterative clustering (SLIC; Achanta et al., TPAMI 2012), in CIELAB for 3
/// channels and in lightness for others, 10 iterations from seeds on a regular grid. Regions are connected; pieces
/// below a quarter of the usual size join the neighbor of the nearest color, and where more than `count` are left, the
/// two neighbors whose union adds least to the variance within regions join, until there are `count`. Returns a number
/// from 1 to count for each pixel, in reading order of the regions' first pixels. No chance is involved. Cost:
/// O(pixels) an iteration. Throws UserError: no image, count outside 1 to 20, compactness not above 0, or a picture too
/// small.
std::vector<std::int64_t> superpixels(const Sample& sample, const InputFormat& format,
                                      const SuperpixelOptions& options);

/// The same as variables "region 1", "region 2", ...
InputVariables superpixelVariables(const Sample& sample, const InputFormat& format, const SuperpixelOptions& options);

}  // namespace spindle
