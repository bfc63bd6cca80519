// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/variables/input_variables.h"
#include "core/input/variables/masked_input.h"
#include "core/model/network.h"

#include <span>
#include <utility>
#include <vector>

namespace spindle {

/// Input variables as cells of a grid over the image, for masking a feature map: the same cells of the map.
struct LayerMask {
  int rows = 8, columns = 8;
  std::vector<std::vector<std::pair<int, int>>> cells;  ///< row and column of each cell of each variable
};

/// Throws UserError when the input is not an image, or a variable is not made of whole cells of the grid.
LayerMask layerMask(const InputVariables& variables, const InputFormat& format, int rows, int columns);

/// The feature map of one sample as an input of all coalitions (METHOD.md#masking-at-a-layer): cells of variables that
/// are absent are 0 in all channels; the other cells stay, or are 0 where the background is masked. shape: [channels,
/// height, width]. Throws UserError when the map has not that shape or is smaller than the grid.
AdditiveInput layerInput(std::span<const float> map, const std::vector<std::int64_t>& shape, const LayerMask& mask,
                         Background background);

}  // namespace spindle
