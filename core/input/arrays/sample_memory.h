// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/npy_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace spindle {

/// Adds up what the arrays of one file will take, from what they claim and before their data are read: the bytes as
/// they stand there, and what is made of them (inputs become float32 and samples; labels, names and splits become
/// numbers and words). For a single thread.
class SampleMemory {
 public:
  /// source: how the file is called in messages. held: how often the bytes of an array are in memory at the same time
  /// until it is read, where it comes from another process or is turned around.
  explicit SampleMemory(std::string source, std::uint64_t held = 1) : source_(std::move(source)), held_(held) {}

  /// Throws UserError when the array has more values than limits::sampleValues, or all together would take more than
  /// limits::sampleBytes.
  void add(const ArrayClaim& array);

 private:
  std::string source_;
  std::uint64_t held_, bytes_ = 0;
};

/// Throws UserError when an array of this shape has more values than limits::sampleValues.
void requireFewValues(const std::vector<std::int64_t>& shape, const std::string& name, const std::string& source);

}  // namespace spindle
