// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/safetensors_file.h"

#include "core/base/json_text.h"
#include "core/weights/element_layout.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <utility>

namespace spindle {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t mostHeader = 100'000'000;
constexpr std::size_t mostTensors = 30000;  // the time to read them grows with the square

std::optional<ElementType> typeNamed(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, ElementType>, 15> known{{
      {"F64", ElementType::float64},
      {"F32", ElementType::float32},
      {"F16", ElementType::float16},
      {"BF16", ElementType::bfloat16},
      {"F8_E4M3", ElementType::float8e4m3},
      {"F8_E5M2", ElementType::float8e5m2},
      {"I64", ElementType::int64},
      {"I32", ElementType::int32},
      {"I16", ElementType::int16},
      {"I8", ElementType::int8},
      {"U64", ElementType::uint64},
      {"U32", ElementType::uint32},
      {"U16", ElementType::uint16},
      {"U8", ElementType::uint8},
      {"BOOL", ElementType::boolean},
  }};
  const auto place = std::find_if(known.begin(), known.end(), [&](const auto& pair) { return pair.first == name; });
  if (place == known.end()) return std::nullopt;
  return place->second;
}

std::optional<std::vector<std::int64_t>> counts(const Json& list, std::size_t most) {
  if (!list.is_array() || list.size() > most) return std::nullopt;
  std::vector<std::int64_t> out;
  for (const auto& item : list) {
    if (!item.is_number_integer() || (item.is_number_unsigned() && item.get<std::uint64_t>() >> 62) ||
        (!item.is_number_unsigned() && item.get<std::int64_t>() < 0)) {
      return std::nullopt;
    }
    out.push_back(item.get<std::int64_t>());
  }
  return out;
}

}  // namespace

SafetensorsFile::SafetensorsFile(const ByteSource& source) : source_(source) {
  std::array<std::byte, 8> length;
  source.read(0, length);
  std::uint64_t size = 0;
  for (std::size_t i = 8; i-- > 0;) size = size << 8 | std::to_integer<std::uint64_t>(length[i]);
  if (size > mostHeader) {
    source.refuse("its header claims " + std::to_string(size) +
                  " bytes, more than safetensors allows (100 MB); copy it again.");
  }
  if (size > source.size() - 8) {
    source.refuseTruncated("inside the safetensors header of " + std::to_string(size) + " bytes");
  }
  const auto header = source.some(8, size);
  const auto problem = jsonProblem(asText(header), mostTensors);
  if (!problem.empty()) source.refuse("the safetensors header " + problem + "; copy the file again.");
  const Json json = Json::parse(asText(header), nullptr, false);
  if (!json.is_object()) source.refuse("the safetensors header is not valid JSON; copy the file again.");

  const std::uint64_t start = 8 + size;
  const std::uint64_t data = source.size() - start;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> extents;
  for (const auto& [name, entry] : json.items()) {
    if (name == "__metadata__") continue;
    const auto bad = [&, &key = name](const std::string& what) {
      source.refuse("the safetensors header says of " + key.substr(0, 200) + " " + what);
    };
    if (!entry.is_object() || !entry.contains("dtype") || !entry["dtype"].is_string() || !entry.contains("shape") ||
        !entry.contains("data_offsets")) {
      bad("no dtype, shape or data_offsets; save the file again.");
    }
    const auto dtype = entry["dtype"].get<std::string>();
    const auto type = typeNamed(dtype);
    if (!type) bad("the dtype " + dtype.substr(0, 60) + ", which is not known; convert it to F32 and save again.");
    auto shape = counts(entry["shape"], 64);
    const auto offsets = counts(entry["data_offsets"], 2);
    const auto elements = shape ? elementsOf(*shape, bytesOf(*type)) : std::nullopt;
    if (!elements || !offsets || offsets->size() != 2)
      bad("a shape or offsets that are not counts; copy the file again.");
    const auto begin = static_cast<std::uint64_t>((*offsets)[0]), end = static_cast<std::uint64_t>((*offsets)[1]);
    if (end < begin || end - begin != *elements * bytesOf(*type)) {
      bad("offsets " + std::to_string(begin) + " to " + std::to_string(end) + ", which do not fit " +
          std::string(nameOf(*type)) + shapeText(*shape) + "; save the file again.");
    }
    if (end > data) {
      source.refuseTruncated("inside " + name.substr(0, 200) + ", whose data end at byte " +
                             std::to_string(start + end));
    }
    headers_.push_back({name, *type, std::move(*shape)});
    offsets_.push_back(start + begin);
    extents.emplace_back(begin, end);
  }
  std::ranges::sort(extents);
  std::uint64_t reached = 0;
  for (const auto& [begin, end] : extents) {
    if (begin != reached) {
      source.refuse(std::string("the tensors ") + (begin < reached ? "overlap" : "leave a hole") + " at byte " +
                    std::to_string(start + std::min(begin, reached)) + "; save the file again.");
    }
    reached = end;
  }
  if (reached != data) {
    source.refuse(std::to_string(data - reached) + " bytes follow the last tensor; copy the file again.");
  }
}

Tensor SafetensorsFile::read(std::size_t index) const {
  const auto& header = headers_.at(index);
  Tensor tensor{header.type, header.shape, {}};
  tensor.bytes.resize(static_cast<std::size_t>(*elementsOf(header.shape, bytesOf(header.type))) * bytesOf(header.type));
  source_.read(offsets_[index], tensor.bytes);
  return tensor;
}

}  // namespace spindle
