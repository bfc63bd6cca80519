// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <cstdint>
#include <string>
#include <vector>

namespace spindle {

/// What the sample panel and `spindle info` say about samples before anything is computed. Ranges are of raw values,
/// before mean and std.
struct SampleSummary {
  std::size_t samples = 0;
  std::string kind, shape, storedType;
  double least = 0.0, most = 0.0, average = 0.0, deviation = 0.0;
  std::string guess;                     ///< "values 0 to 1, already divided by 255"; a doubt ends with what to do
  bool doubtful = false;                 ///< the guess is a warning: the normalization is likely wrong
  std::vector<std::size_t> classCounts;  ///< samples of each label
  std::size_t train = 0, test = 0;       ///< of known split

  /// "16 samples, image [1, 28, 28], uint8, raw values 0 to 1"
  [[nodiscard]] std::string line() const;
};

/// One pass over all values.
SampleSummary describeSamples(const SampleSet& set);

/// A small image of one sample, 8 bits for each of red, green, blue, row by row. Images: as they are, [0, 1] to
/// [0, 255], other ranges stretched between the sample's least and greatest value. Points: seen from the front (x to
/// the right, y up), darker where several lie. Tables and text: empty.
struct Thumbnail {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;
};
Thumbnail thumbnail(const Sample& sample, const InputFormat& format);

}  // namespace spindle
