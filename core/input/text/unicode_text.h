// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace spindle {

/// The code point that begins at text[at]; at moves behind it. Bytes that are no UTF-8 give U+FFFD, one byte each.
char32_t nextCodePoint(std::string_view text, std::size_t& at);
void appendUtf8(std::string& text, char32_t point);

/// Appends what lower-casing, canonical decomposition and dropping of nonspacing marks leave of one code point: none to
/// three of them.
void appendPlain(std::u32string& out, char32_t point);

/// As BERT's tokenizer defines them: all ASCII symbols are punctuation; tab and line ends are blanks, not controls.
bool isPunctuation(char32_t point);
bool isControl(char32_t point);
bool isBlank(char32_t point);
bool isCjk(char32_t point);

}  // namespace spindle
