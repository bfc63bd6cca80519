// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/npy_file.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace spindle {

// Arrays as bytes between two processes of one machine: numbers in its own byte order, lengths before lists.

/// Arrays that were read, or the sentence on why they could not be.
struct ArrayAnswer {
  std::vector<NpyArray> arrays;
  std::string problem;
};

/// Ends with a mark, so that an answer that was cut off can be told.
std::vector<std::byte> toBytes(const ArrayAnswer& answer);

/// Throws std::runtime_error where the bytes are no whole answer.
ArrayAnswer answerFrom(std::span<const std::byte> bytes);

}  // namespace spindle
