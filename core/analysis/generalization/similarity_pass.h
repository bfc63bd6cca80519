// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/generalization/sample_splits.h"

#include <vector>

namespace spindle {

/// The similarity of training and test samples at every checkpoint; samples of unknown split are left out.
class SimilarityPass : public TablePass {
 public:
  explicit SimilarityPass(const ResultsHeader& header)
      : splits(header), similarity(splits.both ? header.checkpoints() : 0) {}

  void visit(std::size_t checkpoint, const StoredCheckpoint& stored, const SampleStrengths& strengths) override {
    if (!splits.both) return;
    std::vector<SampleInteractions> list = stored.interactions();
    for (std::size_t s = 0; s < list.size(); ++s) {
      if (splits.splits[s] == Split::unknown) list[s] = {};
    }
    similarity[checkpoint] = similarityByOrder(list, splits.labels, strengths.threshold(), 1);
  }

  SampleSplits splits;
  std::vector<SimilarityByOrder> similarity;  ///< empty where the file does not say which sample is of which set
};

}  // namespace spindle
