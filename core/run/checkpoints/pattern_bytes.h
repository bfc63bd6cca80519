// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <cstddef>

namespace spindle {

/// The bytes that one place of a pattern matches.
using PatternBytes = std::bitset<256>;

inline std::size_t byteOf(char c) {
  return static_cast<unsigned char>(c);
}

inline PatternBytes byteRange(char first, char last) {
  PatternBytes set;
  for (auto c = byteOf(first); c <= byteOf(last); ++c) set.set(c);
  return set;
}

/// Letters, digits and _.
inline PatternBytes wordBytes() {
  return byteRange('a', 'z') | byteRange('A', 'Z') | byteRange('0', '9') | byteRange('_', '_');
}

}  // namespace spindle
