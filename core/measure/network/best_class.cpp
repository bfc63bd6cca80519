// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/network/best_class.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace spindle {
namespace {

/// The score of one output alone that stands for even odds.
float evenOdds(OutputKind kind) {
  return kind == OutputKind::probabilities ? 0.5F : kind == OutputKind::logProbabilities ? std::log(0.5F) : 0.0F;
}

}  // namespace

std::int64_t bestClass(Network& network, OutputKind kind, const InputFormat& format, const Sample& sample) {
  std::vector<float> row(format.elements());
  std::vector<float> result(network.outputs());
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = format.normalized(sample.values[i], i);
  network.evaluate(row, 1, result);
  return result.size() == 1
             ? static_cast<std::int64_t>(result[0] > evenOdds(kind))
             : static_cast<std::int64_t>(std::max_element(result.begin(), result.end()) - result.begin());
}

}  // namespace spindle
