// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <cstddef>
#include <vector>

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

/// One step of the program that a pattern becomes (Thompson, Pike).
struct PatternInstruction {
  enum class Kind { set, split, jump, save, start, end, border, noBorder, match } kind = Kind::match;
  std::size_t first = 0, second = 0;  ///< split: the preferred place and the other; jump: the place; save: the slot
  PatternBytes set = {};
};

using PatternProgram = std::vector<PatternInstruction>;

}  // namespace spindle
