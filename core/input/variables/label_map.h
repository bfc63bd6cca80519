// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"
#include "core/input/variables/input_variables.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// Region numbers over the pixels of an image, the columns of a table or the points of a cloud, from another tool
/// (superpixels, object masks, ...). 0 belongs to no region.
class LabelMap {
 public:
  /// A PNG, whose gray values are the numbers and whose colors are numbered as they appear, black being 0; or an .npy
  /// of whole numbers. Throws UserError: neither, unreadable, a negative number, a number that is not whole.
  static LabelMap read(const std::filesystem::path& file);

  [[nodiscard]] const std::vector<std::int64_t>& shape() const { return shape_; }  ///< [height, width] of a PNG

  /// The regions in the order of their numbers as variables "region 3". Of an .npy with one map a sample, [samples,
  /// ...], that of the sample. Throws UserError, one sentence with the file: another size than the input has, not one
  /// map a sample, no region, more than 20.
  [[nodiscard]] InputVariables variables(const SampleSet& set, std::size_t sample) const;

 private:
  LabelMap(std::string file, std::vector<std::int64_t> shape, std::vector<std::int64_t> labels)
      : file_(std::move(file)), shape_(std::move(shape)), labels_(std::move(labels)) {}

  std::string file_;
  std::vector<std::int64_t> shape_, labels_;
};

}  // namespace spindle
