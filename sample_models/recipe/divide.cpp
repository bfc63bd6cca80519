// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/divide.h"

#include "core/base/split_mix.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace spindle {

void divide(LabeledData& data, const LabeledPart& all, const DataRequest& request) {
  std::vector<std::size_t> rows(all.rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  SplitMix64 random(20);
  drawToFront(std::span(rows), rows.size(), random);
  const auto trainingRows = rows.size() - rows.size() / 5;
  const auto take = [&](LabeledPart& part, std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k) {
      const auto first = all.values.begin() + static_cast<std::ptrdiff_t>(rows[k] * data.elements());
      part.values.insert(part.values.end(), first, first + static_cast<std::ptrdiff_t>(data.elements()));
      part.labels.push_back(all.labels[rows[k]]);
      if (!all.targets.empty()) part.targets.push_back(all.targets[rows[k]]);
    }
    part.correct = part.labels;
  };
  take(data.training, 0, std::min(trainingRows, request.trainingRows));
  take(data.test, trainingRows, std::min(rows.size(), trainingRows + request.testRows));
}

}  // namespace spindle
