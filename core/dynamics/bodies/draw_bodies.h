// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/split_mix.h"
#include "core/dynamics/bodies/body.h"

#include <cstddef>
#include <vector>

namespace spindle {

/// Bodies as the generator of the published data starts them: positions N(0, 1) a coordinate, times (count / 5)^(1/3);
/// velocities of length 0.5 in a random direction; charges -1 or 1 with equal odds. Source: Satorras et al., ICML 2021
/// (arXiv 2102.09844), section 5.1, after Fuchs et al. 2020.
std::vector<Body> drawBodies(std::size_t count, SplitMix64& random);

}  // namespace spindle
