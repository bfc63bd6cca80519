// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/text/unicode_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace spindle {
namespace {

/// Every stride-th code point from first to last is shifted by delta.
struct ShiftedRun {
  char32_t first, last;
  std::uint32_t stride;
  std::int32_t delta;
};
struct Expansion {
  char32_t from, a, b, c;
};
struct CodeRange {
  char32_t first, last;
};

#include "core/input/text/unicode_tables.inc"

template <class Table>
bool contains(const Table& table, char32_t point) {
  const auto it = std::lower_bound(table.begin(), table.end(), point,
                                   [](const CodeRange& range, char32_t p) { return range.last < p; });
  return it != table.end() && it->first <= point;
}

constexpr char32_t hangulFirst = 0xAC00, hangulLast = 0xD7A3;

/// Unicode, section 3.12: syllables are numbered by leading consonant, vowel and trailing consonant.
void appendHangul(std::u32string& out, char32_t point) {
  const auto index = point - hangulFirst;
  out += static_cast<char32_t>(0x1100 + index / 588);
  out += static_cast<char32_t>(0x1161 + index % 588 / 28);
  if (index % 28 != 0) out += static_cast<char32_t>(0x11A7 + index % 28);
}

}  // namespace

char32_t nextCodePoint(std::string_view text, std::size_t& at) {
  constexpr char32_t unknown = 0xFFFD;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto lead = byte(at++);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 && lead < 0xF5   ? 3
                           : lead >= 0xE0 && lead < 0xF0 ? 2
                           : lead >= 0xC2 && lead < 0xE0 ? 1
                                                         : 0;
  if (more == 0 || at + more > text.size()) return unknown;
  char32_t point = lead & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return unknown;
    point = point << 6 | (byte(at + i) & 0x3FU);
  }
  constexpr std::array<char32_t, 4> smallest = {0, 0x80, 0x800, 0x10000};
  if (point < smallest[more] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return unknown;
  at += more;
  return point;
}

void appendUtf8(std::string& text, char32_t point) {
  const auto put = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

void appendPlain(std::u32string& out, char32_t point) {
  if (point < 0x80) {
    out += point >= U'A' && point <= U'Z' ? static_cast<char32_t>(point + 32) : point;
    return;
  }
  if (point >= hangulFirst && point <= hangulLast) return appendHangul(out, point);
  if (contains(droppedMarks, point)) return;
  const auto many = std::lower_bound(expansions.begin(), expansions.end(), point,
                                     [](const Expansion& e, char32_t p) { return e.from < p; });
  if (many != expansions.end() && many->from == point) {
    for (const char32_t part : {many->a, many->b, many->c}) {
      if (part != 0) out += part;
    }
    return;
  }
  const auto run = std::lower_bound(shiftedRuns.begin(), shiftedRuns.end(), point,
                                    [](const ShiftedRun& r, char32_t p) { return r.last < p; });
  const bool shifted = run != shiftedRuns.end() && run->first <= point && (point - run->first) % run->stride == 0;
  out += shifted ? static_cast<char32_t>(static_cast<std::int32_t>(point) + run->delta) : point;
}

bool isPunctuation(char32_t p) {
  if (p < 0x80) return (p >= 33 && p <= 47) || (p >= 58 && p <= 64) || (p >= 91 && p <= 96) || (p >= 123 && p <= 126);
  return contains(punctuation, p);
}

bool isBlank(char32_t p) {
  return p == U' ' || p == U'\t' || p == U'\n' || p == U'\r' || (p >= 0x80 && contains(blanks, p));
}

bool isControl(char32_t p) {
  if (p < 0x80) return (p < 32 && !isBlank(p)) || p == 127;
  return contains(controls, p);
}

bool isCjk(char32_t p) {
  constexpr std::array<CodeRange, 8> ideographs = {{{0x4E00, 0x9FFF},
                                                    {0x3400, 0x4DBF},
                                                    {0x20000, 0x2A6DF},
                                                    {0x2A700, 0x2B73F},
                                                    {0x2B740, 0x2B81F},
                                                    {0x2B820, 0x2CEAF},
                                                    {0xF900, 0xFAFF},
                                                    {0x2F800, 0x2FA1F}}};
  return std::any_of(ideographs.begin(), ideographs.end(),
                     [&](const CodeRange& range) { return p >= range.first && p <= range.last; });
}

}  // namespace spindle
