// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/generalization/sample_splits.h"

#include <algorithm>

namespace spindle {

SampleSplits::SampleSplits(const ResultsHeader& header)
    : splits(storedSplits(header)), mislabeled(storedMislabeled(header)), clean(header.samples()) {
  const auto has = [this](Split wanted) { return std::find(splits.begin(), splits.end(), wanted) != splits.end(); };
  both = has(Split::train) && has(Split::test);
  noise = std::find(mislabeled.begin(), mislabeled.end(), true) != mislabeled.end();
  for (std::size_t s = 0; s < clean.size(); ++s) {
    clean[s] = !mislabeled[s] && (splits[s] == Split::train || !has(Split::train));
    labels.push_back({header.sampleTarget[s], splits[s] == Split::test});
  }
}

}  // namespace spindle
