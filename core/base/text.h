// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace spindle {

/// "a, b, c and 4 more": at most `most` of the names, for messages that must stay one line.
std::string listed(std::span<const std::string> names, std::size_t most = 4);

/// The candidate closest to word by edit distance, if at most a third of word's letters differ; empty otherwise.
std::string closest(std::string_view word, std::span<const std::string> candidates);

/// Lower case of ASCII letters; other bytes stay.
std::string lowerCase(std::string_view text);

/// Without white space at both ends.
std::string_view trimmed(std::string_view text);

/// Text out of files made fit for a line on a terminal: control characters (ESC, line feeds, U+0080 to U+009F), marks
/// that turn the direction of text and bytes that are not UTF-8 become '?', line feeds and tabs a space. All else
/// stays.
std::string printable(std::string_view text);

/// Shortest decimal text that reads back as the same double ("0.1", "12", "nan").
std::string shortest(double value);

}  // namespace spindle
