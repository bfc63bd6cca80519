// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/arrays/binary_samples.h"

#include "core/base/user_error.h"
#include "core/input/arrays/file_bytes.h"
#include "core/input/arrays/sample_memory.h"

#include <algorithm>
#include <array>
#include <system_error>

namespace spindle {
namespace {

constexpr std::size_t cifarPixels = 3072;

std::optional<ElementType> idxType(std::byte code) {
  switch (std::to_integer<int>(code)) {
    case 0x08:
      return ElementType::uint8;
    case 0x09:
      return ElementType::int8;
    case 0x0B:
      return ElementType::int16;
    case 0x0C:
      return ElementType::int32;
    case 0x0D:
      return ElementType::float32;
    case 0x0E:
      return ElementType::float64;
    default:
      return {};
  }
}

/// Number of label bytes of each record, 0 when the bytes are no CIFAR batch.
std::size_t cifarLabels(std::span<const std::byte> bytes) {
  for (const std::size_t labels : {std::size_t{1}, std::size_t{2}}) {
    const auto record = labels + cifarPixels;
    if (bytes.empty() || bytes.size() % record != 0) continue;
    bool fits = true;
    for (std::size_t at = 0; at < bytes.size() && fits; at += record) {
      fits = labels == 1 ? bytes[at] < std::byte{10} : bytes[at] < std::byte{20} && bytes[at + 1] < std::byte{100};
    }
    if (fits) return labels;
  }
  return 0;
}

}  // namespace

bool isIdx(std::span<const std::byte> bytes) {
  std::vector<std::byte> head;
  if (isGzip(bytes)) {
    head = inflatedHead(bytes, 4);
    bytes = head;
  }
  return bytes.size() >= 4 && bytes[0] == std::byte{0} && bytes[1] == std::byte{0} && idxType(bytes[2]) &&
         bytes[3] >= std::byte{1} && bytes[3] <= std::byte{4};
}

Tensor readIdx(std::span<const std::byte> bytes, const std::string& source) {
  std::vector<std::byte> plain;
  if (isGzip(bytes)) {
    plain = inflated(bytes, source);
    bytes = plain;
  }
  if (!isIdx(bytes)) throw UserError(source + ": is not an IDX file; it should start with 0, 0, a type and a rank.");
  Tensor tensor;
  tensor.type = *idxType(bytes[2]);
  const auto rank = std::to_integer<std::size_t>(bytes[3]);
  if (bytes.size() < 4 + 4 * rank) throw UserError(source + ": ends within the sizes at byte 4; copy the file again.");
  const auto width = bytesOf(tensor.type);
  std::size_t length = width;
  const auto data = bytes.subspan(4 + 4 * rank);
  for (std::size_t i = 0; i < rank; ++i) {
    std::uint32_t size = 0;
    for (std::size_t k = 0; k < 4; ++k) size = size << 8 | std::to_integer<std::uint32_t>(bytes[4 + 4 * i + k]);
    tensor.shape.push_back(size);
    if (size != 0 && length > data.size() / size) length = data.size() + 1;
    if (length <= data.size()) length *= size;
  }
  if (length != data.size()) {
    throw UserError(source + ": the sizes " + shapeText(tensor.shape) + " of " + std::string(nameOf(tensor.type)) +
                    " values do not fit its " + std::to_string(data.size()) + " bytes of data; copy the file again.");
  }
  SampleMemory(source).add({{}, tensor.shape, width});
  if (plain.empty()) {
    tensor.bytes.assign(data.begin(), data.end());
  } else {
    plain.erase(plain.begin(), plain.end() - static_cast<std::ptrdiff_t>(data.size()));
    tensor.bytes = std::move(plain);
  }
  for (std::size_t at = 0; width > 1 && at < length; at += width) {
    std::reverse(tensor.bytes.begin() + static_cast<std::ptrdiff_t>(at),
                 tensor.bytes.begin() + static_cast<std::ptrdiff_t>(at + width));
  }
  return tensor;
}

std::optional<std::filesystem::path> labelsBeside(const std::filesystem::path& images) {
  struct Change {
    std::string_view from, to;
  };
  constexpr std::array<Change, 8> changes = {{{"images-idx3", "labels-idx1"},
                                              {"images.idx3", "labels.idx1"},
                                              {"images", "labels"},
                                              {"image", "label"},
                                              {"data", "labels"},
                                              {"data", "target"},
                                              {"x", "y"},
                                              {"X", "y"}}};
  const auto name = images.filename().string();
  for (const auto& [from, to] : changes) {
    const auto at = name.find(from);
    if (at == std::string::npos) continue;
    // Single letters count only as a word of their own: x_test, not index.
    const auto isLetter = [&](std::size_t i) {
      return i < name.size() && std::isalnum(static_cast<unsigned char>(name[i]));
    };
    if (from.size() == 1 && ((at > 0 && isLetter(at - 1)) || isLetter(at + 1))) continue;
    auto other = name;
    other.replace(at, from.size(), to);
    std::error_code error;
    const auto path = images.parent_path() / other;
    if (std::filesystem::is_regular_file(path, error)) return path;
  }
  return {};
}

bool isCifar(std::span<const std::byte> bytes) {
  return cifarLabels(bytes) != 0;
}

std::vector<NpyArray> readCifar(std::span<const std::byte> bytes, const std::string& source) {
  const auto labels = cifarLabels(bytes);
  if (labels == 0) {
    throw UserError(source + ": its " + std::to_string(bytes.size()) +
                    " bytes are not a CIFAR batch of records with 1 or 2 labels and 3072 pixels; copy the file again.");
  }
  const auto record = labels + cifarPixels;
  const auto samples = static_cast<std::int64_t>(bytes.size() / record);
  NpyArray x{"x", false, {ElementType::uint8, {samples, 3, 32, 32}, {}}, {}};
  NpyArray y{"y", false, {ElementType::uint8, {samples}, {}}, {}};
  x.tensor.bytes.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size(); at += record) {
    const auto pixels = bytes.subspan(at + labels, cifarPixels);
    y.tensor.bytes.push_back(bytes[at + labels - 1]);
    x.tensor.bytes.insert(x.tensor.bytes.end(), pixels.begin(), pixels.end());
  }
  return {std::move(x), std::move(y)};
}

}  // namespace spindle
