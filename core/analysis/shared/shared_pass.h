// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/shared/overlap_intervals.h"
#include "core/analysis/shared/shared_interactions.h"
#include "core/store/joint_results.h"

#include <array>
#include <memory>
#include <vector>

namespace spindle {

/// The share of all coalitions that overlaps are quoted at, in overlapShares.
inline constexpr std::size_t tenPercent = 1;

/// What the networks share at one checkpoint; arrays by extraction (joint, separate). Without samples where a network
/// has no range.
struct SharedAt {
  std::size_t samples = 0;
  std::vector<SampleOverlap> overlaps;                                                         ///< of each sample
  std::array<std::array<std::array<KnownMean, 2>, overlapShares.size()>, 2> measured, chance;  ///< [][share][kind]
  std::array<KnownMean, 2> power;
  std::array<SharedStrength, 2> strength;

  /// Of AND and OR together, as the mean of both.
  [[nodiscard]] double overlap(std::size_t extraction, std::size_t share) const {
    return both(measured[extraction][share]);
  }
  [[nodiscard]] double byChance(std::size_t extraction, std::size_t share) const {
    return both(chance[extraction][share]);
  }

 private:
  static double both(const std::array<KnownMean, 2>& kinds) {
    KnownMean mean;
    for (const KnownMean& kind : kinds) mean.add(kind.value());
    return mean.value();
  }
};

/// Collects it from the joint decomposition of each sample; results of one network leave it empty.
class SharedPass : public TablePass {
 public:
  SharedPass(std::shared_ptr<const ResultsReader> results, OrderOne orderOne);

  std::vector<SharedAt> at;  ///< by checkpoint

  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) override;

 private:
  void add(SharedAt& here, const JointSample& sample, const std::vector<double>& scales) const;

  std::shared_ptr<const ResultsReader> results_;
  OrderOne orderOne_;
};

}  // namespace spindle
