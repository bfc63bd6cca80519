// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/knowledge/agreement.h"

#include <array>
#include <cstddef>

namespace spindle {

/// Salient interactions of every sample and checkpoint, by both rules. Empty where a sample is missing or the scores of
/// a checkpoint have no range.
class KnowledgePass : public TablePass {
 public:
  explicit KnowledgePass(std::size_t checkpoints);

  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) override;

  /// [rule][checkpoint][sample]; rule 0: a share of the sample's largest, 1: the threshold of all analyses.
  std::array<SalientLists, 2> lists;
};

}  // namespace spindle
