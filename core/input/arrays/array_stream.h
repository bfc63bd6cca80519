// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/npy_file.h"

#include <cstddef>
#include <functional>
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

/// Takes a part of the bytes of an answer.
using ArraySink = std::function<void(std::span<const std::byte> bytes)>;

/// Gives the bytes part by part; arrays are not copied. They begin with their number and end with a mark, so that an
/// answer that was cut off can be told.
void writeAnswer(const ArrayAnswer& answer, const ArraySink& sink);
std::vector<std::byte> toBytes(const ArrayAnswer& answer);

/// How many bytes the answer has that begins so; 0 where not even that can be seen.
std::size_t answerSize(std::span<const std::byte> beginning);

/// Throws std::runtime_error where the bytes are no whole answer.
ArrayAnswer answerFrom(std::span<const std::byte> bytes);

}  // namespace spindle
