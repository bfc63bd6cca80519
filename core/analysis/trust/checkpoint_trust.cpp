// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trust/checkpoint_trust.h"

#include <algorithm>
#include <cmath>

namespace spindle {

CheckpointTrust checkpointTrust(const StoredCheckpoint& stored, double threshold) {
  CheckpointTrust trust;
  std::vector<std::span<const double>> values;
  std::size_t explained = 0;
  for (std::size_t s = 0; s < stored.pairs().size(); ++s) {
    const SampleInteractions& interactions = stored.interactions()[s];
    if (!interactions.present()) continue;
    const PairResult& pair = stored.pairs()[s];
    values.push_back(pair.values.values());
    const MatchingError error = matchingError(pair.values.values(), interactions, threshold);
    ++trust.samples;
    trust.largest = std::max(trust.largest, error.largest);
    trust.salientMean += error.salientMean;
    trust.range += interactions.range;
    if (pair.l1 > 0.0 && pair.lowerBound > 0.0) trust.gap = std::fmax(trust.gap, (pair.l1 - pair.lowerBound) / pair.l1);
    if (std::isnan(error.explained)) continue;
    ++explained;
    trust.explained += error.explained;
    trust.leastExplained = std::min(trust.leastExplained, error.explained);
  }
  const auto count = static_cast<double>(std::max<std::size_t>(1, trust.samples));
  trust.salientMean /= count;
  trust.range /= count;
  trust.explained /= static_cast<double>(std::max<std::size_t>(1, explained));
  trust.scores = meanScoresByOrder(values);
  return trust;
}

}  // namespace spindle
