// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace spindle {

constexpr std::size_t mostJsonLevels = 100;
constexpr std::size_t mostJsonKeys = 10000;
constexpr std::size_t mostJsonValues = 2'000'000;

/// Why JSON text should not be given to a parser, in words that follow the name of a file ("is nested more than 100
/// levels deep"); empty where it may be. A parser's values are printed and freed level by level on the stack, those
/// that keep the order of keys compare each key with all before it, and each takes up to 300 bytes. One pass over
/// the text, which need not be valid.
std::string jsonProblem(std::string_view text, std::size_t mostKeys = mostJsonKeys);

}  // namespace spindle
