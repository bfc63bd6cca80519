// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/model/gated_network.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace spindle {

/// Where a class's path looks: composites of four images at half their size, one of the class and three of others, go
/// through the gates of the class; of each feature map, summed over its channels, the share of the strongest tenth of
/// places inside the image of the class (arXiv 2003.13268). 0.25 by chance.
struct CompositeHits {
  std::vector<double> mean, deviation;  ///< by layer, over the composites; NaN where the layer is no feature map
};

/// images: by class, row after row, of shape [channels, height, width] with even sides. `count` composites, drawn by
/// seed; each of the four places in turn. Fewer than 4 classes with images, or none of class c: NaN. Throws Stopped,
/// UserError.
CompositeHits compositeHits(GatedNetwork& network, const std::vector<std::vector<float>>& images,
                            const std::vector<std::int64_t>& shape, std::size_t c, const Gates& gates,
                            std::size_t count, std::uint64_t seed, const RunControl& control);

}  // namespace spindle
