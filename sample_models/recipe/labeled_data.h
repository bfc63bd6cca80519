// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/recipe.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// Raw 8-bit inputs with labels, row after row.
struct LabeledPart {
  std::vector<std::uint8_t> values;   ///< rows * elements
  std::vector<std::int64_t> labels;   ///< as trained on
  std::vector<std::int64_t> correct;  ///< as published; differs from labels where noise replaced them
  [[nodiscard]] std::size_t rows() const { return labels.size(); }
};

struct LabeledData {
  std::vector<std::int64_t> shape;  ///< of one row
  double mean = 0.0, std = 1.0;     ///< of values / 255 over the published training set
  std::vector<std::string> classes;
  LabeledPart training, test;
  [[nodiscard]] std::size_t elements() const;
};

/// The first rows of the recipe's data set, which comes in an order without meaning. Throws UserError when it is not
/// installed (names the Debian package) or damaged.
LabeledData readData(DataSource source, std::size_t trainingRows, std::size_t testRows);

/// An IDX file of unsigned bytes, compressed with gzip: at most `rows` of it. Throws UserError.
std::vector<std::uint8_t> readIdx(const std::filesystem::path& file, std::size_t rows, std::size_t bytesARow);

/// Replaces a share of the training labels, drawn without replacement, by one of the other classes.
void addLabelNoise(LabeledData& data, double share, std::uint64_t seed);

}  // namespace spindle
