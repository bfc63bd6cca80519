// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trajectories/lives_pass.h"

namespace spindle {

LivesPass::LivesPass(const ResultsHeader& header) : variables_(header.variables), checkpoints_(header.checkpoints()) {
  for (std::size_t i = 0; i < stays.size(); ++i) lives[i].assign(header.samples(), InteractionLives(stays[i]));
}

void LivesPass::visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) {
  for (std::size_t s = 0; s < stored.interactions().size(); ++s) {
    if (!stored.interactions()[s].present()) continue;
    for (auto& list : lives) list[s].visit(checkpoint, stored.interactions()[s], strengths.threshold());
  }
}

void LivesPass::finish(RunControl& control) {
  for (std::size_t i = 0; i < stays.size(); ++i) {
    if (control.stopRequested()) throw Stopped{};
    summaries[i] = lifeSummary(lives[i], variables_, checkpoints_);
    for (const InteractionLives& sample : lives[i]) classes[i].emplace_back(sample.lives(), variables_);
  }
}

}  // namespace spindle
