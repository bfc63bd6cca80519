// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/knowledge/knowledge_pass.h"

namespace spindle {
namespace {

constexpr double shareOfLargest = 0.05;

}  // namespace

KnowledgePass::KnowledgePass(std::size_t checkpoints) {
  for (auto& list : lists) list.resize(checkpoints);
}

void KnowledgePass::visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) {
  double scale = 0.0;
  for (const SampleInteractions& sample : stored.interactions())
    scale += sample.present() ? sample.range / static_cast<double>(strengths.presentSamples()) : 0.0;
  for (auto& list : lists) list[checkpoint].resize(stored.interactions().size());
  for (std::size_t s = 0; s < stored.interactions().size() && scale > 0.0; ++s) {
    const SampleInteractions& sample = stored.interactions()[s];
    if (!sample.present()) continue;
    lists[0][checkpoint][s] = salientList(sample, shareOfLargest * largestInteraction(sample), scale);
    lists[1][checkpoint][s] = salientList(sample, strengths.threshold(), scale);
  }
}

}  // namespace spindle
