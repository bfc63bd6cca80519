// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/friedman.h"

#include "core/base/split_mix.h"
#include "sample_models/recipe/divide.h"

#include <cmath>
#include <numbers>

namespace spindle {
namespace {

constexpr std::size_t variables = 10, rows = 1000;

}  // namespace

double friedmanFunction(std::span<const float> x) {
  const auto at = [&](std::size_t i) { return static_cast<double>(x[i - 1]); };
  return 10.0 * std::sin(std::numbers::pi * at(1) * at(2)) + 20.0 * (at(3) - 0.5) * (at(3) - 0.5) + 10.0 * at(4) +
         5.0 * at(5);
}

LabeledData readFriedman(const DataRequest& request) {
  LabeledData data;
  data.kind = InputKind::tabular;
  data.shape = {variables};
  for (std::size_t i = 1; i <= variables; ++i) data.columns.push_back("x" + std::to_string(i));
  data.source =
      "drawn at random: y = 10 sin(pi x1 x2) + 20 (x3 - 1/2)^2 + 10 x4 + 5 x5 + noise of standard deviation 1, ten "
      "variables uniform from 0 to 1 (J. H. Friedman, Annals of Statistics 1991)";
  SplitMix64 random(1991);
  LabeledPart all;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < variables; ++i) all.values.push_back(static_cast<float>(random.uniform()));
    // Box and Muller 1958.
    const double radius = std::sqrt(-2.0 * std::log1p(-random.uniform()));
    const double noise = radius * std::cos(2.0 * std::numbers::pi * random.uniform());
    all.targets.push_back(friedmanFunction(std::span(all.values).last(variables)) + noise);
    all.labels.push_back(0);
  }
  divide(data, all, request);
  standardizeTargets(data);
  normalizeByRange(data);
  return data;
}

}  // namespace spindle
