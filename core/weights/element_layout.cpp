// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/element_layout.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace spindle {

std::optional<NumpyType> numpyType(std::string_view code) {
  NumpyType found;
  if (!code.empty() && std::string_view("<>|=").find(code[0]) != std::string_view::npos) {
    found.bigEndian = code[0] == '>';
    code.remove_prefix(1);
  }
  static constexpr std::array<std::pair<std::string_view, ElementType>, 13> known{{
      {"f8", ElementType::float64},
      {"f4", ElementType::float32},
      {"f2", ElementType::float16},
      {"i8", ElementType::int64},
      {"i4", ElementType::int32},
      {"i2", ElementType::int16},
      {"i1", ElementType::int8},
      {"u8", ElementType::uint64},
      {"u4", ElementType::uint32},
      {"u2", ElementType::uint16},
      {"u1", ElementType::uint8},
      {"b1", ElementType::boolean},
      {"?", ElementType::boolean},
  }};
  const auto place = std::find_if(known.begin(), known.end(), [&](const auto& pair) { return pair.first == code; });
  if (place == known.end()) return std::nullopt;
  found.type = place->second;
  return found;
}

void swapBytes(std::span<std::byte> bytes, std::size_t bytesPerElement) {
  if (bytesPerElement < 2) return;
  for (; bytes.size() >= bytesPerElement; bytes = bytes.subspan(bytesPerElement)) {
    std::reverse(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytesPerElement));
  }
}

std::optional<std::uint64_t> elementsOf(std::span<const std::int64_t> shape, std::size_t bytesPerElement) {
  std::uint64_t count = 1;
  bool empty = false;
  for (const std::int64_t length : shape) {
    if (length < 0) return std::nullopt;
    if (length == 0) {
      empty = true;
    } else if (__builtin_mul_overflow(count, static_cast<std::uint64_t>(length), &count)) {
      return std::nullopt;
    }
  }
  if (count > (std::uint64_t{1} << 62) / bytesPerElement) return std::nullopt;
  return empty ? 0 : count;
}

std::vector<std::byte> gathered(std::span<const std::byte> source, std::size_t bytesPerElement, std::int64_t offset,
                                std::span<const std::int64_t> shape, std::span<const std::int64_t> stride) {
  const std::uint64_t count = elementsOf(shape, bytesPerElement).value_or(0);
  std::vector<std::byte> out(static_cast<std::size_t>(count) * bytesPerElement);
  if (count == 0) return out;
  if (std::ranges::equal(stride, denseStrides(shape, false))) {
    std::memcpy(out.data(), source.data() + static_cast<std::size_t>(offset) * bytesPerElement, out.size());
    return out;
  }
  std::vector<std::int64_t> index(shape.size(), 0);
  std::int64_t place = offset;
  for (std::size_t done = 0; done < out.size(); done += bytesPerElement) {
    std::memcpy(out.data() + done, source.data() + static_cast<std::size_t>(place) * bytesPerElement, bytesPerElement);
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      place += stride[axis];
      if (++index[axis] < shape[axis]) break;
      place -= stride[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return out;
}

std::vector<std::int64_t> denseStrides(std::span<const std::int64_t> shape, bool fortranOrder) {
  std::vector<std::int64_t> stride(shape.size(), 1);
  std::int64_t step = 1;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::size_t axis = fortranOrder ? i : shape.size() - 1 - i;
    stride[axis] = step;
    step *= std::max<std::int64_t>(shape[axis], 1);
  }
  return stride;
}

}  // namespace spindle
