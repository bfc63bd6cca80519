// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/tensor.h"

#include "core/weights/half.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <type_traits>

namespace spindle {

namespace {

/// Calls visit(value) with each element in its own type; the small floats come as float.
template <class Visit>
void forEach(const Tensor& tensor, Visit visit) {
  const std::size_t count = tensor.elements();
  const auto as = [&]<class Stored>(Stored, auto convert) {
    Stored stored;
    for (std::size_t i = 0; i < count; ++i) {
      std::memcpy(&stored, tensor.bytes.data() + i * sizeof(Stored), sizeof(Stored));
      visit(i, convert(stored));
    }
  };
  const auto same = [](auto value) { return value; };
  switch (tensor.type) {
    case ElementType::float64:
      return as(double{}, same);
    case ElementType::float32:
      return as(float{}, same);
    case ElementType::float16:
      return as(std::uint16_t{}, floatFromHalf);
    case ElementType::bfloat16:
      return as(std::uint16_t{}, floatFromBfloat16);
    case ElementType::float8e4m3:
      return as(std::uint8_t{}, floatFromE4m3);
    case ElementType::float8e5m2:
      return as(std::uint8_t{}, floatFromE5m2);
    case ElementType::int64:
      return as(std::int64_t{}, same);
    case ElementType::int32:
      return as(std::int32_t{}, same);
    case ElementType::int16:
      return as(std::int16_t{}, same);
    case ElementType::int8:
      return as(std::int8_t{}, same);
    case ElementType::uint64:
      return as(std::uint64_t{}, same);
    case ElementType::uint32:
      return as(std::uint32_t{}, same);
    case ElementType::uint16:
      return as(std::uint16_t{}, same);
    case ElementType::uint8:
      return as(std::uint8_t{}, same);
    case ElementType::boolean:
      return as(std::uint8_t{}, [](std::uint8_t value) { return value != 0; });
  }
}

template <class To>
std::vector<To> converted(const Tensor& tensor) {
  std::vector<To> out(tensor.elements());
  forEach(tensor, [&](std::size_t i, auto value) {
    using From = decltype(value);
    if constexpr (std::is_integral_v<To> && std::is_floating_point_v<From>) {
      // A conversion that does not fit is undefined in C++: NaN becomes 0, the rest the nearest end of the range.
      if (!(value == value)) {
        out[i] = 0;
      } else if (value >= static_cast<From>(0x1p63)) {
        out[i] = std::numeric_limits<To>::max();
      } else if (value < static_cast<From>(-0x1p63)) {
        out[i] = std::numeric_limits<To>::min();
      } else {
        out[i] = static_cast<To>(value);
      }
    } else {
      out[i] = static_cast<To>(value);
    }
  });
  return out;
}

}  // namespace

std::size_t bytesOf(ElementType type) {
  switch (type) {
    case ElementType::float64:
    case ElementType::int64:
    case ElementType::uint64:
      return 8;
    case ElementType::float32:
    case ElementType::int32:
    case ElementType::uint32:
      return 4;
    case ElementType::float16:
    case ElementType::bfloat16:
    case ElementType::int16:
    case ElementType::uint16:
      return 2;
    case ElementType::float8e4m3:
    case ElementType::float8e5m2:
    case ElementType::int8:
    case ElementType::uint8:
    case ElementType::boolean:
      return 1;
  }
  return 1;
}

std::string_view nameOf(ElementType type) {
  switch (type) {
    case ElementType::float64:
      return "float64";
    case ElementType::float32:
      return "float32";
    case ElementType::float16:
      return "float16";
    case ElementType::bfloat16:
      return "bfloat16";
    case ElementType::float8e4m3:
      return "float8_e4m3fn";
    case ElementType::float8e5m2:
      return "float8_e5m2";
    case ElementType::int64:
      return "int64";
    case ElementType::int32:
      return "int32";
    case ElementType::int16:
      return "int16";
    case ElementType::int8:
      return "int8";
    case ElementType::uint64:
      return "uint64";
    case ElementType::uint32:
      return "uint32";
    case ElementType::uint16:
      return "uint16";
    case ElementType::uint8:
      return "uint8";
    case ElementType::boolean:
      return "bool";
  }
  return "unknown";
}

bool isFloating(ElementType type) {
  return type <= ElementType::float8e5m2;
}

std::size_t Tensor::elements() const {
  return bytes.size() / bytesOf(type);
}

std::vector<float> Tensor::toFloats() const {
  if (type == ElementType::float32) {
    std::vector<float> out(elements());
    if (!out.empty()) std::memcpy(out.data(), bytes.data(), out.size() * sizeof(float));
    return out;
  }
  return converted<float>(*this);
}

std::vector<double> Tensor::toDoubles() const {
  return converted<double>(*this);
}

std::vector<std::int64_t> Tensor::toIntegers() const {
  return converted<std::int64_t>(*this);
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
  std::string text = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + "]";
}

}  // namespace spindle
