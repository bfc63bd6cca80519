// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/points/point_file.h"
#include "core/input/sample/in_quotes.h"
#include "core/input/sample/numbers.h"
#include "core/weights/byte_source.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

namespace spindle {
namespace {

enum class Number { i8, u8, i16, u16, i32, u32, f32, f64 };

struct Property {
  std::string name;
  Number type = Number::f32;
  std::optional<Number> listCount;  ///< type of the count in front of a list
};

struct Element {
  std::string name;
  std::uint64_t count = 0;
  std::vector<Property> properties;
};

struct Header {
  bool binary = false;
  std::vector<Element> elements;
  std::size_t end = 0;  ///< bytes
  std::size_t lines = 0;
};

constexpr std::array<std::pair<std::string_view, Number>, 16> typeNames = {{{"char", Number::i8},
                                                                            {"int8", Number::i8},
                                                                            {"uchar", Number::u8},
                                                                            {"uint8", Number::u8},
                                                                            {"short", Number::i16},
                                                                            {"int16", Number::i16},
                                                                            {"ushort", Number::u16},
                                                                            {"uint16", Number::u16},
                                                                            {"int", Number::i32},
                                                                            {"int32", Number::i32},
                                                                            {"uint", Number::u32},
                                                                            {"uint32", Number::u32},
                                                                            {"float", Number::f32},
                                                                            {"float32", Number::f32},
                                                                            {"double", Number::f64},
                                                                            {"float64", Number::f64}}};

std::size_t bytesOf(Number type) {
  constexpr std::array<std::size_t, 8> sizes = {1, 1, 2, 2, 4, 4, 4, 8};
  return sizes[static_cast<std::size_t>(type)];
}

std::vector<std::string_view> wordsOf(std::string_view line) {
  std::vector<std::string_view> words;
  while (!(line = trimmed(line)).empty()) {
    const auto end = std::min(line.find_first_of(" \t"), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return words;
}

/// Values one after another, from either encoding. Throws at the end of the file.
class Values {
 public:
  Values(std::string_view data, bool binary, const std::string& source)
      : data_(data), binary_(binary), source_(source) {}

  double next(Number type) { return binary_ ? nextBinary(type) : nextText(); }

  [[nodiscard]] std::size_t left() const { return data_.size(); }

 private:
  template <class T>
  double take() {
    T value;
    std::memcpy(&value, data_.data(), sizeof value);
    data_.remove_prefix(sizeof value);
    return static_cast<double>(value);
  }

  double nextBinary(Number type) {
    if (data_.size() < bytesOf(type)) throw UserError(source_ + ": the PLY file ends within its data; copy it again.");
    switch (type) {
      case Number::i8:
        return take<std::int8_t>();
      case Number::u8:
        return take<std::uint8_t>();
      case Number::i16:
        return take<std::int16_t>();
      case Number::u16:
        return take<std::uint16_t>();
      case Number::i32:
        return take<std::int32_t>();
      case Number::u32:
        return take<std::uint32_t>();
      case Number::f32:
        return take<float>();
      case Number::f64:
        break;
    }
    return take<double>();
  }

  double nextText() {
    constexpr std::string_view blank = " \t\r\n";
    data_.remove_prefix(std::min(data_.find_first_not_of(blank), data_.size()));
    const auto end = std::min(data_.find_first_of(blank), data_.size());
    const auto value = numberFrom(data_.substr(0, end));
    if (!value) {
      throw UserError(source_ + ": the PLY file holds " + inQuotes(data_.substr(0, end)) +
                      " where a number is expected, or ends there; correct it or copy it again.");
    }
    data_.remove_prefix(end);
    return *value;
  }

  std::string_view data_;
  bool binary_;
  const std::string& source_;
};

Header readHeader(std::string_view text, const std::string& source) {
  Header header;
  bool format = false;
  for (;;) {
    const auto end = text.find('\n', header.end);
    const auto fail = [&](const std::string& what) {
      throw UserError(source + ": line " + std::to_string(header.lines) + " of the PLY header " + what + ".");
    };
    ++header.lines;
    if (end == std::string_view::npos) fail("is the last one and there is no end_header; copy the file again");
    const auto words = wordsOf(text.substr(header.end, end - header.end));
    header.end = end + 1;
    const auto typeOf = [&](std::string_view name) {
      for (const auto& [known, type] : typeNames) {
        if (name == known) return type;
      }
      fail("names the unknown type " + inQuotes(name) + "; write float");
      return Number::f32;
    };
    if (words.empty()) continue;
    if (words[0] == "end_header") break;
    if (words[0] == "format" && words.size() >= 2) {
      format = true;
      header.binary = words[1] == "binary_little_endian";
      if (!header.binary && words[1] != "ascii") fail("asks for " + inQuotes(words[1]) + "; save it as ascii");
    } else if (words[0] == "element" && words.size() == 3) {
      const auto count = numberFrom(words[2]);
      if (!count || !(*count >= 0 && *count < 4e9)) fail("has the count " + inQuotes(words[2]) + "; correct it");
      header.elements.push_back({std::string(words[1]), static_cast<std::uint64_t>(*count), {}});
    } else if (words[0] == "property" && !header.elements.empty() && words.size() >= 3) {
      Property property{std::string(words.back()), Number::f32, {}};
      const bool list = words[1] == "list" && words.size() == 5;
      if (list) property.listCount = typeOf(words[2]);
      property.type = typeOf(list ? words[3] : words[1]);
      header.elements.back().properties.push_back(std::move(property));
    }
  }
  if (!format) throw UserError(source + ": the PLY header has no format line; copy the file again.");
  return header;
}

std::vector<std::size_t> columnsOf(const Element& vertex, std::size_t coordinates, const std::string& source) {
  const auto find = [&](const std::vector<std::string_view>& names) {
    std::vector<std::size_t> places;
    for (const auto name : names) {
      for (std::size_t i = 0; i < vertex.properties.size(); ++i) {
        if (vertex.properties[i].name == name && !vertex.properties[i].listCount) places.push_back(i);
      }
    }
    return places.size() == names.size() ? places : std::vector<std::size_t>();
  };
  auto places = find({"x", "y", "z"});
  if (!places.empty() && coordinates == 6) {
    auto more = find({"nx", "ny", "nz"});
    if (more.empty()) more = find({"red", "green", "blue"});
    places.insert(places.end(), more.begin(), more.end());
  }
  if (places.size() != coordinates) {
    throw UserError(source + ": the PLY file has no " + (places.empty() ? "x, y and z" : "normals and no colors") +
                    " of its vertices; the input needs " + std::to_string(coordinates) + " coordinates.");
  }
  return places;
}

}  // namespace

PointFile readPly(std::span<const std::byte> bytes, const std::string& source, std::size_t coordinates) {
  const auto text = asText(bytes);
  if (!text.starts_with("ply")) throw UserError(source + ": is not a PLY file; it should start with \"ply\".");
  const auto header = readHeader(text, source);
  Values values(text.substr(header.end), header.binary, source);
  for (const auto& element : header.elements) {
    const bool vertex = element.name == "vertex";
    std::size_t rowBytes = 0;
    for (const auto& p : element.properties) rowBytes += header.binary ? bytesOf(p.listCount.value_or(p.type)) : 2;
    if (element.properties.empty() || element.count > (values.left() + 1) / rowBytes) {
      throw UserError(source + ": the PLY file claims " + std::to_string(element.count) + " of " +
                      inQuotes(element.name) + " but has only " + std::to_string(values.left()) +
                      " bytes left; copy it again.");
    }
    std::vector<std::size_t> places;
    if (vertex) places = columnsOf(element, coordinates, source);
    PointFile points{static_cast<std::size_t>(element.count), coordinates, {}};
    std::vector<double> row(element.properties.size());
    for (std::uint64_t i = 0; i < element.count; ++i) {
      for (std::size_t k = 0; k < row.size(); ++k) {
        const auto& property = element.properties[k];
        if (property.listCount) {
          for (auto n = values.next(*property.listCount); n > 0.5; n -= 1.0) values.next(property.type);
        } else {
          row[k] = values.next(property.type) / (property.type == Number::u8 ? 255.0 : 1.0);
        }
      }
      for (const auto place : places) points.values.push_back(static_cast<float>(row[place]));
    }
    if (vertex) return points;
  }
  throw UserError(source + ": the PLY file has no vertices; export points or a mesh.");
}

}  // namespace spindle
