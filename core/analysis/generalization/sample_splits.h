// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/generalization/class_similarity.h"
#include "core/results/stored_choices.h"

#include <vector>

namespace spindle {

/// Which samples are of the training and test set, and which have a wrong label; lists by sample.
struct SampleSplits {
  explicit SampleSplits(const ResultsHeader& header);

  std::vector<Split> splits;
  std::vector<bool> mislabeled;
  std::vector<bool> clean;  ///< of the training set, where that is known, without a wrong label
  std::vector<SampleLabel> labels;
  bool both = false;   ///< samples of both sets are known
  bool noise = false;  ///< some are known to be mislabeled
};

}  // namespace spindle
