// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/npy_file.h"

#include "core/base/text.h"
#include "core/weights/byte_source.h"
#include "core/weights/element_layout.h"
#include "core/weights/utf8.h"
#include "core/weights/zip_archive.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>

namespace spindle {

namespace {

constexpr std::uint64_t mostHeader = 1 << 20;
constexpr std::uint64_t mostArray = std::uint64_t{64} << 30;
constexpr std::uint64_t mostBehind = 1 << 20;  ///< bytes behind the data, which nobody needs

using Refuse = std::function<void(const std::string&)>;

struct Header {
  std::string descr;
  bool fortran = false;
  std::vector<std::int64_t> shape;
  std::size_t size = 0;  ///< bytes before the data
};

/// What follows `'key':` in the header's Python literal.
std::optional<std::string_view> valueOf(std::string_view literal, std::string_view key) {
  for (const char quote : {'\'', '"'}) {
    const std::string quoted = std::string(1, quote) + std::string(key) + quote;
    const auto place = literal.find(quoted);
    if (place == std::string_view::npos) continue;
    auto rest = trimmed(literal.substr(place + quoted.size()));
    if (rest.starts_with(':')) return trimmed(rest.substr(1));
  }
  return std::nullopt;
}

std::optional<std::vector<std::int64_t>> parsedShape(std::string_view text) {
  if (!text.starts_with('(')) return std::nullopt;
  const auto close = text.find(')');
  if (close == std::string_view::npos) return std::nullopt;
  text = text.substr(1, close - 1);
  std::vector<std::int64_t> shape;
  while (!trimmed(text).empty()) {
    const auto comma = std::min(text.find(','), text.size());
    auto digits = trimmed(text.substr(0, comma));
    if (digits.ends_with('L')) digits.remove_suffix(1);  // Python 2
    std::int64_t length = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (error != std::errc{} || end != digits.data() + digits.size() || length < 0 || shape.size() == 64) {
      return std::nullopt;
    }
    shape.push_back(length);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return shape;
}

/// start: at least the first 12 bytes or all there are. Tells how many bytes the header needs.
std::size_t headerSize(std::span<const std::byte> start, const Refuse& refuse) {
  if (start.size() < 10 || !asText(start).starts_with("\x93NUMPY")) refuse("does not start like a numpy array.");
  const auto at = [&](std::size_t i) { return std::to_integer<std::size_t>(start[i]); };
  const std::size_t version = at(6);
  if (version < 1 || version > 3 || start.size() < 12)
    refuse("is of an unknown version of the npy format; save it again.");
  const std::size_t size =
      version == 1 ? 10 + at(8) + (at(9) << 8) : 12 + at(8) + (at(9) << 8) + (at(10) << 16) + (at(11) << 24);
  if (size > mostHeader) refuse("claims a header of " + std::to_string(size) + " bytes; copy it again.");
  return size;
}

Header parsedHeader(std::span<const std::byte> bytes, const Refuse& refuse) {
  Header header;
  header.size = bytes.size();
  const std::size_t skip = std::to_integer<int>(bytes[6]) == 1 ? 10 : 12;
  const auto literal = asText(bytes).substr(std::min(skip, bytes.size()));
  const auto descr = valueOf(literal, "descr");
  const auto fortran = valueOf(literal, "fortran_order");
  const auto shape = valueOf(literal, "shape");
  const auto parsed = shape ? parsedShape(*shape) : std::nullopt;
  if (!descr || !fortran || !parsed) refuse("has a damaged header; save it again.");
  if (descr->starts_with('[')) refuse("holds records with several fields; save each field as an array of its own.");
  if (descr->size() < 2) refuse("has a damaged header; save it again.");
  const auto close = descr->find((*descr)[0], 1);
  header.descr = close == std::string_view::npos ? "" : descr->substr(1, close - 1);
  header.fortran = fortran->starts_with("True");
  header.shape = *parsed;
  return header;
}

std::string textOf(std::span<const std::byte> item, bool wide, bool bigEndian) {
  std::string out;
  if (!wide) {
    out = asText(item);
  } else {
    for (; item.size() >= 4; item = item.subspan(4)) {
      std::uint32_t point = 0;
      for (std::size_t i = 0; i < 4; ++i)
        point = point << 8 | std::to_integer<std::uint32_t>(item[bigEndian ? i : 3 - i]);
      if (point == 0 && std::ranges::all_of(item, [](std::byte b) { return b == std::byte{0}; })) break;
      appendUtf8(out, point);
    }
  }
  while (!out.empty() && out.back() == '\0') out.pop_back();
  return out;
}

/// The data of an array: total bytes available, and how to fetch all of them from an offset.
struct Data {
  std::uint64_t available = 0;
  std::function<std::vector<std::byte>(std::size_t offset, std::size_t count)> fetch;
};

/// How one element stands in the file.
struct Element {
  ElementType type = ElementType::float32;  ///< of numbers
  bool isText = false, bigEndian = false;
  bool wide = false;  ///< text of 4 bytes a letter
  std::size_t width = 0;
};

/// nullopt for elements that are not read.
std::optional<Element> elementOf(const Header& header) {
  Element element;
  std::string_view code = header.descr;
  element.bigEndian = code.starts_with('>');
  if (const auto type = numpyType(code)) {
    element.type = type->type;
    element.width = bytesOf(type->type);
    return element;
  }
  if (!code.empty() && std::string_view("<>|=").find(code[0]) != std::string_view::npos) code.remove_prefix(1);
  element.isText = true;
  element.wide = code.starts_with('U');
  std::size_t letters = 0;
  const auto digits = code.substr(std::min<std::size_t>(1, code.size()));
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), letters);
  if ((!element.wide && !code.starts_with('S')) || parsed.ec != std::errc{} || letters > (1 << 24)) return std::nullopt;
  element.width = letters * (element.wide ? 4 : 1);
  return element;
}

/// An array that is turned around is in memory twice.
ArrayClaim claimOf(const std::string& name, const Header& header) {
  const auto element = elementOf(header);
  if (!element) return {name, header.shape};
  const bool turned = header.fortran && header.shape.size() > 1;
  return {name, header.shape, element->width * (turned ? 2 : 1), element->isText};
}

NpyArray arrayOf(const Header& header, const Data& data, const Refuse& refuse) {
  const auto known = elementOf(header);
  if (!known) {
    refuse(header.descr.ends_with('O') ? "holds Python objects; save it as numbers or text (without dtype=object)."
                                       : "holds elements of type " + header.descr.substr(0, 40) +
                                             ", which is not read; convert it to float32.");
  }
  const Element& element = *known;
  NpyArray array;
  array.tensor.shape = header.shape;
  array.tensor.type = element.type;
  array.isText = element.isText;
  const std::size_t width = element.width;
  const auto count = elementsOf(header.shape, std::max<std::size_t>(width, 1));
  if (!count || *count * width > mostArray || (array.isText && *count > (1u << 24))) {
    refuse("claims the shape " + shapeText(header.shape) + ", which is too large; save it again.");
  }
  const std::uint64_t needed = *count * width;
  if (needed > data.available) {
    refuse("has " + std::to_string(data.available) + " bytes of data where " + std::to_string(needed) +
           " are needed for the shape " + shapeText(header.shape) + "; copy it again.");
  }
  auto bytes = data.fetch(header.size, static_cast<std::size_t>(needed));
  if (header.fortran && header.shape.size() > 1 && width > 0) {
    bytes = gathered(bytes, width, 0, header.shape, denseStrides(header.shape, true));
  }
  if (array.isText) {
    for (std::size_t i = 0; i < *count; ++i) {
      array.texts.push_back(
          textOf(std::span<const std::byte>(bytes).subspan(i * width, width), element.wide, element.bigEndian));
    }
  } else {
    if (element.bigEndian) swapBytes(bytes, width);
    array.tensor.bytes = std::move(bytes);
  }
  return array;
}

}  // namespace

NpyArray readNpyArray(const ByteSource& source, const ArrayFilter& wanted) {
  const Refuse refuse = [&](const std::string& what) { source.refuse(what); };
  if (source.size() == 0) source.refuse("is empty (0 bytes); copy it again.");
  const auto start = source.some(0, 12);
  const std::size_t size = headerSize(start, refuse);
  if (size > source.size()) source.refuseTruncated("inside its header");
  const auto header = parsedHeader(source.some(0, size), refuse);
  if (wanted) wanted(claimOf({}, header));
  return arrayOf(
      header, {source.size() - size, [&](std::size_t offset, std::size_t count) { return source.some(offset, count); }},
      refuse);
}

std::vector<NpyArray> readNpzArrays(const ByteSource& source, const ArrayFilter& wanted) {
  if (source.size() == 0) source.refuse("is empty (0 bytes); copy it again.");
  if (!asText(source.some(0, 4)).starts_with("PK")) source.refuse("is not an .npz archive; save it with numpy.savez.");
  const ZipArchive archive(source);
  std::vector<NpyArray> arrays;
  for (std::size_t i = 0; i < archive.entries().size(); ++i) {
    const auto& entry = archive.entries()[i];
    if (!entry.name.ends_with(".npy")) continue;
    const std::string name = entry.name.substr(0, entry.name.size() - 4);
    const Refuse refuse = [&](const std::string& what) { source.refuse("array " + name + " " + what); };
    const std::size_t size = headerSize(archive.head(i, 12), refuse);
    if (size > entry.size) refuse("ends inside its header; copy it again.");
    const auto header = parsedHeader(archive.head(i, size), refuse);
    if (wanted && !wanted(claimOf(name, header))) continue;
    const Data data{entry.size - size, [&](std::size_t offset, std::size_t count) {
                      if (entry.size - offset - count > mostBehind)
                        refuse("has " + std::to_string(entry.size - offset) + " bytes of data where " +
                               std::to_string(count) + " are needed; save it again.");
                      auto bytes = archive.readAll(i, mostArray);
                      bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(offset));
                      bytes.resize(count);
                      return bytes;
                    }};
    arrays.push_back(arrayOf(header, data, refuse));
    arrays.back().name = name;
  }
  if (arrays.empty()) source.refuse("is a zip archive without numpy arrays; save it with numpy.savez.");
  return arrays;
}

std::vector<NpyArray> readNpzArrays(const std::filesystem::path& file) {
  return readNpzArrays(ByteSource(file));
}

NpyArray readNpyArray(const std::filesystem::path& file) {
  return readNpyArray(ByteSource(file));
}

std::vector<NamedTensor> readNpz(const std::filesystem::path& file) {
  std::vector<NamedTensor> tensors;
  for (auto& array : readNpzArrays(file)) {
    if (!array.isText) tensors.push_back({std::move(array.name), std::move(array.tensor)});
  }
  return tensors;
}

Tensor readNpy(const std::filesystem::path& file) {
  const ByteSource source(file);
  auto array = readNpyArray(source);
  if (array.isText) source.refuse("holds text where numbers were expected.");
  return std::move(array.tensor);
}

}  // namespace spindle
