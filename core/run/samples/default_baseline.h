// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <cstddef>
#include <string>
#include <vector>

namespace spindle {

/// What masked columns of a table become where run.json names nothing: raw 0 may be an input that cannot exist (a
/// patient without a radius).
struct TableBaseline {
  std::vector<double> values;         ///< raw, one for each column
  std::vector<std::size_t> frequent;  ///< columns that get their most frequent value instead of the mean
  std::string source;                 ///< "the means under \"input\"", "the means of 400 training samples"
};

/// The mean of the training data where it is known (input.mean of the format, if it lies within four standard errors of
/// the samples' mean in every column; else the training samples of the set), else of all samples. Columns of a few
/// whole numbers, or of two values, are categories: their most frequent value, the smaller one of equals. set: tabular,
/// with one sample or more. One pass over all values.
TableBaseline tableBaseline(const SampleSet& set);

/// Columns (channels of an image) in which `values` (raw, one for all or one for each) lies more than 3 standard
/// deviations from the samples' mean, the farthest first. Columns that never change count where the value is another
/// one.
struct FarColumn {
  std::size_t column = 0;
  double value = 0.0, mean = 0.0, deviations = 0.0;  ///< deviations: infinity for a column that never changes
};
std::vector<FarColumn> farColumns(const SampleSet& set, const std::vector<double>& values);

}  // namespace spindle
