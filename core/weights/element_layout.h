// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/tensor.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace spindle {

/// A numpy type code such as "<f4", ">i8", "|b1", "f8" or "?". Text and other types give nullopt.
struct NumpyType {
  ElementType type = ElementType::float64;
  bool bigEndian = false;
};
[[nodiscard]] std::optional<NumpyType> numpyType(std::string_view code);

/// Reverses the bytes of every element in place.
void swapBytes(std::span<std::byte> bytes, std::size_t bytesPerElement);

/// product(shape), or nullopt for a negative dimension or when product * bytesPerElement does not fit into 2^62.
[[nodiscard]] std::optional<std::uint64_t> elementsOf(std::span<const std::int64_t> shape, std::size_t bytesPerElement);

/// Row-major bytes of a strided view. Strides and offset count elements; the view must lie inside the source.
[[nodiscard]] std::vector<std::byte> gathered(std::span<const std::byte> source, std::size_t bytesPerElement,
                                              std::int64_t offset, std::span<const std::int64_t> shape,
                                              std::span<const std::int64_t> stride);

/// Strides of an array that is stored column by column (Fortran) or row by row.
[[nodiscard]] std::vector<std::int64_t> denseStrides(std::span<const std::int64_t> shape, bool fortranOrder);

}  // namespace spindle
