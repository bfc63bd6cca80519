// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/labeled_data.h"

#include "core/base/split_mix.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <span>

namespace spindle {

std::size_t LabeledData::elements() const {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1},
                         [](std::size_t a, std::int64_t b) { return a * static_cast<std::size_t>(b); });
}

void addLabelNoise(LabeledData& data, double share, std::uint64_t seed) {
  SplitMix64 random(seed);
  std::vector<std::size_t> rows(data.training.rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const auto count = static_cast<std::size_t>(std::lround(share * static_cast<double>(rows.size())));
  drawToFront(std::span(rows), count, random);
  const auto classes = static_cast<std::int64_t>(data.classes.size());
  for (std::size_t k = 0; k < count; ++k) {
    auto& label = data.training.labels[rows[k]];
    label = (label + 1 + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(classes - 1)))) % classes;
  }
}

namespace {

/// To six digits, as people write it in run.json.
double rounded(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", value);
  return std::strtod(text.data(), nullptr);
}

}  // namespace

void normalizeByColumn(LabeledData& data) {
  const auto columns = data.elements();
  const auto rows = static_cast<double>(data.training.rows());
  data.mean.assign(columns, 0.0);
  data.std.assign(columns, 0.0);
  const auto& values = data.training.values;
  for (std::size_t i = 0; i < values.size(); ++i) data.mean[i % columns] += static_cast<double>(values[i]) / rows;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double away = static_cast<double>(values[i]) - data.mean[i % columns];
    data.std[i % columns] += away * away / rows;
  }
  std::transform(data.std.begin(), data.std.end(), data.std.begin(),
                 [](double variance) { return variance > 0.0 ? rounded(std::sqrt(variance)) : 1.0; });
  std::transform(data.mean.begin(), data.mean.end(), data.mean.begin(), rounded);
}

void normalizeByRange(LabeledData& data) {
  normalizeByColumn(data);
  data.baseline = data.mean;
  const auto columns = data.elements();
  std::vector<double> least(columns, std::numeric_limits<double>::infinity()), most(columns, -least.front());
  const auto& values = data.training.values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    least[i % columns] = std::min(least[i % columns], static_cast<double>(values[i]));
    most[i % columns] = std::max(most[i % columns], static_cast<double>(values[i]));
  }
  for (std::size_t c = 0; c < columns; ++c) {
    data.mean[c] = rounded((least[c] + most[c]) / 2.0);
    data.std[c] = most[c] > least[c] ? rounded((most[c] - least[c]) / 2.0) : 1.0;
  }
}

void standardizeTargets(LabeledData& data) {
  const auto& values = data.training.targets;
  const auto rows = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / rows;
  double square = 0.0;
  for (const double value : values) square += (value - mean) * (value - mean) / rows;
  for (auto* part : {&data.training, &data.test}) {
    for (double& value : part->targets) value = (value - mean) / std::sqrt(square);
  }
}

}  // namespace spindle
