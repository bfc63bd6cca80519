// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <vector>

namespace spindle {

/// Mean and standard deviation of the raw values of all samples, for each channel, column or coordinate. A channel that
/// never changes has the deviation 1. Empty for text and where there are no samples.
struct ChannelMoments {
  std::vector<double> mean, std;
};

/// One pass over all values.
ChannelMoments channelMoments(const SampleSet& set);

}  // namespace spindle
