// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/sample/channel_moments.h"

#include <cmath>

namespace spindle {

ChannelMoments channelMoments(const SampleSet& set) {
  if (set.samples.empty() || set.format.kind == InputKind::text) return {};
  const std::size_t channels = set.format.channels(), elements = set.format.elements();
  std::vector<double> sums(channels), squares(channels);
  for (const Sample& sample : set.samples) {
    for (std::size_t i = 0; i < elements; ++i) {
      const double value = sample.values[i];
      sums[set.format.channelOf(i)] += value;
      squares[set.format.channelOf(i)] += value * value;
    }
  }
  const double count = static_cast<double>(set.samples.size()) * static_cast<double>(elements / channels);
  ChannelMoments moments;
  for (std::size_t c = 0; c < channels; ++c) {
    const double mean = sums[c] / count;
    const double variance = squares[c] / count - mean * mean;
    moments.mean.push_back(mean);
    moments.std.push_back(variance > 1e-12 * (1.0 + mean * mean) ? std::sqrt(variance) : 1.0);
  }
  return moments;
}

}  // namespace spindle
