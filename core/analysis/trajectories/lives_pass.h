// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/trajectories/life_classes.h"

#include <array>
#include <memory>

namespace spindle {

struct AnalyzedResults;

/// The shares of the threshold above which a spell may go on, and the one that is usual.
inline constexpr std::array stays{1.0, 0.5, 0.25};
inline constexpr std::size_t usualStay = 1;

/// The lives of all interactions, for each stay.
class LivesPass : public TablePass {
 public:
  explicit LivesPass(const ResultsHeader& header);
  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) override;
  void finish(RunControl& control) override;

  std::array<std::vector<InteractionLives>, stays.size()> lives;  ///< by stay and sample
  std::array<std::vector<LifeClasses>, stays.size()> classes;     ///< by stay and sample
  std::array<LifeSummary, stays.size()> summaries;

 private:
  int variables_;
  std::size_t checkpoints_;
};

/// Of a sample by its row in the results, under the choices of the analysis `trajectories`; keeps the results. Null
/// where that analysis was not made.
std::shared_ptr<const LifeClasses> classesOfSample(const std::shared_ptr<const AnalyzedResults>& results,
                                                   std::size_t sample);

}  // namespace spindle
