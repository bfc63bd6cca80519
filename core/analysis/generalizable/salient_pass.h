// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/salient_list.h"

#include <optional>
#include <vector>

namespace spindle {

/// Salient interactions, [checkpoint][sample]; none where a sample is missing.
class SalientPass : public TablePass {
 public:
  explicit SalientPass(std::size_t checkpoints) : lists(checkpoints) {}
  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) override {
    for (const SampleInteractions& sample : stored.interactions()) {
      auto& list = lists[checkpoint].emplace_back();
      if (sample.present()) list = salientList(sample, strengths.threshold(), 1.0);
    }
  }
  std::vector<std::vector<std::optional<SalientList>>> lists;
};

}  // namespace spindle
