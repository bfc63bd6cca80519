// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trajectories/lives_pass.h"

#include "core/analysis/analyzed_results.h"

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

std::shared_ptr<const LifeClasses> classesOfSample(const std::shared_ptr<const AnalyzedResults>& results,
                                                   std::size_t sample) {
  if (!results) return nullptr;
  const auto found = results->passes.find("trajectories");
  if (found == results->passes.end()) return nullptr;
  const auto& pass = static_cast<const LivesPass&>(*found->second);
  const auto options = results->choices.options.find("trajectories");
  const double stay = options == results->choices.options.end()
                          ? static_cast<double>(usualStay)
                          : options->second.value("stay", static_cast<double>(usualStay));
  const std::vector<LifeClasses>& samples = pass.classes[static_cast<std::size_t>(stay)];
  return sample < samples.size() ? std::shared_ptr<const LifeClasses>(results, &samples[sample]) : nullptr;
}

}  // namespace spindle
