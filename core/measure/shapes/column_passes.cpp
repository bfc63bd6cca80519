// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/shapes/column_passes.h"

#include "core/base/user_error.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr std::size_t rowsAtOnce = 256;
constexpr double rounding = 1e-4;  ///< of a float32 network, relative to the largest value

}  // namespace

ColumnOutputs columnOutputs(Network& network, const ColumnRows& rows, OutputKind output, Score score,
                            std::size_t target, bool layer, const RunControl& control) {
  const std::size_t columns = rows.baseline.size(), outputs = network.outputs();
  ColumnOutputs made;
  made.scores.resize(columns);
  const std::size_t width = layer && !network.valueLayers().empty() ? network.valueLayers().front().elements() : 0;
  const bool additive = width > 0 && width % columns == 0;
  if (additive) {
    made.memberCount = width / columns;
    made.members.resize(columns);
  }
  std::vector<float> inputs, results, first;  // layer values of a column's first row
  std::vector<std::vector<float>> values;
  double worst = 0.0, largest = 1.0, before = 0.0;
  for (std::size_t k = 0; k < columns; ++k) {
    for (std::size_t begin = 0; begin < rows.values[k].size(); begin += rowsAtOnce) {
      if (control.stopRequested()) throw Stopped{};
      const std::size_t here = std::min(rowsAtOnce, rows.values[k].size() - begin);
      inputs.clear();
      for (std::size_t r = 0; r < here; ++r) {
        inputs.insert(inputs.end(), rows.baseline.begin(), rows.baseline.end());
        inputs[r * columns + k] = rows.values[k][begin + r];
      }
      results.resize(here * outputs);
      if (width > 0) {
        network.evaluateLayers(inputs, here, values, results);
      } else {
        network.evaluate(inputs, here, results);
      }
      for (std::size_t r = 0; r < here; ++r) {
        made.scores[k].push_back(scoreOf(std::span(results).subspan(r * outputs, outputs), output, score, target));
        if (!additive) continue;
        const auto row = std::span(values.front()).subspan(r * width, width);
        if (begin + r == 0) first.assign(row.begin(), row.end());
        double mean = 0.0;
        for (std::size_t j = 0; j < width; ++j) {
          if (j % columns == k) {
            made.members[k].push_back(static_cast<double>(row[j]));
            mean += static_cast<double>(row[j]) * static_cast<double>(columns) / static_cast<double>(width);
          } else {
            // Does it depend on another column? Rows of a batch may be rounded apart.
            worst = std::max(worst, std::abs(static_cast<double>(row[j]) - static_cast<double>(first[j])));
          }
        }
        // What the score and the mean over the members change by, from row to row of one column.
        const double difference = made.scores[k].back() - mean;
        if (begin + r > 0) worst = std::max(worst, std::abs(difference - before));
        before = difference;
        largest = std::max(largest, std::abs(made.scores[k].back()));
      }
    }
  }
  if (worst > rounding * largest) {
    made.members.clear();
    made.memberCount = 0;
  }
  return made;
}

}  // namespace spindle
