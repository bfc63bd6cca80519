// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spindle {

enum class ElementType {
  float64,
  float32,
  float16,
  bfloat16,
  float8e4m3,
  float8e5m2,
  int64,
  int32,
  int16,
  int8,
  uint64,
  uint32,
  uint16,
  uint8,
  boolean,
};

[[nodiscard]] std::size_t bytesOf(ElementType type);
[[nodiscard]] std::string_view nameOf(ElementType type);  ///< "float32", ...
[[nodiscard]] bool isFloating(ElementType type);

/// A dense array read from a file: row-major (strides and offsets of the file are already resolved), little-endian
/// bytes, product(shape) * bytesOf(type) of them. An empty shape is a scalar.
struct Tensor {
  ElementType type = ElementType::float32;
  std::vector<std::int64_t> shape;
  std::vector<std::byte> bytes;

  [[nodiscard]] std::size_t elements() const;
  [[nodiscard]] std::vector<float> toFloats() const;           ///< any type, converted
  [[nodiscard]] std::vector<double> toDoubles() const;         ///< any type, converted
  [[nodiscard]] std::vector<std::int64_t> toIntegers() const;  ///< floating values are truncated
};

struct NamedTensor {
  std::string name;
  Tensor tensor;
};

/// "[64, 1, 3, 3]"
[[nodiscard]] std::string shapeText(const std::vector<std::int64_t>& shape);

}  // namespace spindle
