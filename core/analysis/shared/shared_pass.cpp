// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/shared/shared_pass.h"

#include "core/store/joint_results.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace spindle {

SharedPass::SharedPass(std::shared_ptr<const ResultsReader> results, OrderOne orderOne)
    : at(results->header().checkpoints()), results_(std::move(results)), orderOne_(orderOne) {}

void SharedPass::visit(std::size_t checkpoint, const StoredCheckpoint&, const SampleStrengths&) {
  const JointResults* joint = jointResults(*results_);
  if (!joint) return;
  std::vector<JointSample> samples;
  for (std::size_t s = 0; s < results_->header().samples(); ++s) {
    if (results_->done(checkpoint, s)) samples.push_back(joint->jointSample(checkpoint, s));
  }
  const std::size_t networks = joint->jointHeader()->networks.size();
  std::vector<double> scales(networks, 0.0);
  for (const JointSample& sample : samples) {
    for (std::size_t i = 0; i < networks; ++i)
      scales[i] += sample.networks[i].range / static_cast<double>(samples.size());
  }
  if (std::ranges::any_of(scales, [](double scale) { return !(scale > 0.0); })) return;
  SharedAt& here = at[checkpoint];
  here.samples = samples.size();
  here.strength.fill(SharedStrength(results_->header().variables));
  for (const JointSample& sample : samples) add(here, sample, scales);
}

void SharedPass::add(SharedAt& here, const JointSample& sample, const std::vector<double>& scales) const {
  here.overlaps.emplace_back();
  for (std::size_t extraction = 0; extraction < 2; ++extraction) {
    std::vector<SampleInteractions> networks;
    for (const JointNetwork& network : sample.networks) {
      if (extraction == 0)
        networks.push_back({network.andPart.values(), network.orPart.values(), network.range, orderOne_});
      else
        networks.push_back(
            {network.separateAndPart.values(), network.separateOrPart.values(), network.range, orderOne_});
    }
    const auto size = static_cast<double>(networks.front().andPart.size());
    for (std::size_t share = 0; share < overlapShares.size(); ++share) {
      const auto k = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(overlapShares[share] * size)));
      for (std::size_t kind = 0; kind < 2; ++kind) {
        const TopOverlap overlap = topOverlap(networks, kind == 1, k);
        here.measured[extraction][share][kind].add(overlap.measured);
        if (share == tenPercent) here.overlaps.back()[extraction][kind] = overlap.measured;
        here.chance[extraction][share][kind].add(overlap.chance);
      }
    }
    const SharedStrength strength = sharedStrength(networks, scales);
    here.power[extraction].add(strength.power);
    SharedStrength& sum = here.strength[extraction];
    for (std::size_t k = 0; k < sum.shared.size(); ++k) {
      sum.shared[k] += strength.shared[k] / static_cast<double>(here.samples);
      sum.distinct[k] += strength.distinct[k] / static_cast<double>(here.samples);
    }
  }
}

}  // namespace spindle
