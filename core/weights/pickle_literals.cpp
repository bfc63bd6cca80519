// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_literals.h"

#include "core/weights/utf8.h"

#include <charconv>

namespace spindle {

std::string unescapedPickle(std::string_view text, bool asBytes) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (asBytes || byte < 0x80) {
        out.push_back(text[i]);
      } else {
        appendUtf8(out, byte);
      }
      continue;
    }
    const char kind = text[++i];
    const std::size_t digits = kind == 'x' && asBytes    ? 2
                               : kind == 'u' && !asBytes ? 4
                               : kind == 'U' && !asBytes ? 8
                                                         : 0;
    std::uint32_t point = 0;
    const auto hex = text.substr(i + 1, digits);
    if (digits > 0 && hex.size() == digits &&
        std::from_chars(hex.data(), hex.data() + digits, point, 16).ptr == hex.data() + digits) {
      if (asBytes) {
        out.push_back(static_cast<char>(point));
      } else {
        appendUtf8(out, point);
      }
      i += digits;
    } else if (asBytes) {
      out.push_back(kind == 'n' ? '\n' : kind == 't' ? '\t' : kind == 'r' ? '\r' : kind);
    } else {
      out.push_back('\\');
      out.push_back(kind);
    }
  }
  return out;
}

PickleNode::Content pickleInteger(std::span<const std::byte> bytes) {
  const bool negative = !bytes.empty() && (bytes.back() & std::byte{0x80}) != std::byte{0};
  if (bytes.size() <= 8) {
    std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    return static_cast<std::int64_t>(value);
  }
  double value = negative ? -1.0 : 0.0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value * 256.0 + std::to_integer<int>(bytes[i]);
  return value;
}

}  // namespace spindle
