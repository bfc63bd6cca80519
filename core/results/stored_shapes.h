// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// What the network makes of each column of a table alone (METHOD.md#shapes), the measurement "shapes" of a results
/// file. K columns, each over P equally spaced values from the least to the largest of the samples.
struct Shapes {
  static constexpr const char* name = "shapes";

  struct Column {
    std::string name;
    double low = 0.0, high = 0.0;      ///< raw
    std::vector<double> density = {};  ///< samples in equal bins from low to high
  };

  std::vector<Column> columns;
  std::size_t points = 64;     ///< P
  std::size_t members = 0;     ///< of an ensemble, whose curves are known apart; 0: none
  std::size_t samples = 0;     ///< behind means, importance and density
  std::string output;          ///< "log-odds of benign"
  MeasuredArray curves;        ///< [C, K, P]: output with this column so and the others at the baseline, minus its mean
  MeasuredArray importance;    ///< [C, K, 1]: mean size of that over the samples
  MeasuredArray memberCurves;  ///< [C, K, members * P]: of each member; no values where there are none

  [[nodiscard]] double valueAt(std::size_t column, std::size_t point) const {
    const Column& one = columns[column];
    return one.low + (one.high - one.low) * static_cast<double>(point) / static_cast<double>(points - 1);
  }
};

StoredMeasurement asStored(const Shapes& shapes);

/// None where the results hold no such measurement. Throws UserError where it is of another schema or damaged.
std::optional<Shapes> storedShapes(const ResultsHeader& header);

}  // namespace spindle
