// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/name_token.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace spindle {
namespace {

bool letter(char c) {
  return (c >= 'a' && c <= 'z');
}
bool digit(char c) {
  return c >= '0' && c <= '9';
}

bool isDate(std::string_view digits) {
  if (digits.size() != 8 || (digits.substr(0, 2) != "19" && digits.substr(0, 2) != "20")) return false;
  const auto month = digits.substr(4, 2), day = digits.substr(6, 2);
  return month >= "01" && month <= "12" && day >= "01" && day <= "31";
}

/// Puts '|' over 20240131, 2024-01-31, and a time of day that follows, so that their digits are nothing. A number
/// after "step" or "iter" is never a date.
void blankDates(std::string& s) {
  const auto digitsFrom = [&](std::size_t i) {
    auto end = i;
    while (end < s.size() && digit(s[end])) ++end;
    return end - i;
  };
  for (std::size_t i = 0; i < s.size();) {
    if (!digit(s[i])) {
      ++i;
      continue;
    }
    const auto run = digitsFrom(i);
    std::size_t end = i;
    if (run == 8 && isDate(std::string_view(s).substr(i, 8))) {
      end = i + 8;
    } else if (run == 14 && isDate(std::string_view(s).substr(i, 8))) {
      end = i + 14;
    } else if (run == 4 && i + 10 <= s.size() && digitsFrom(i + 5) == 2 && digitsFrom(i + 8) == 2 &&
               s[i + 4] == s[i + 7] && isDate(s.substr(i, 4) + s.substr(i + 5, 2) + s.substr(i + 8, 2))) {
      end = i + 10;
    }
    auto word = i;
    while (word > 0 && !letter(s[word - 1]) && !digit(s[word - 1])) --word;
    const auto before = std::string_view(s).substr(0, word);
    if (end == i || before.ends_with("step") || before.ends_with("steps") || before.ends_with("iter")) {
      i += run;
      continue;
    }
    // A time of day: hhmm, hhmmss, hh-mm-ss, after one separator or "t".
    if (end + 1 < s.size() && (s[end] == '-' || s[end] == '_' || s[end] == 't' || s[end] == ' ')) {
      const auto time = digitsFrom(end + 1);
      if (time == 4 || time == 6) {
        end += 1 + time;
      } else if (time == 2) {
        auto part = end;
        for (int parts = 0; parts < 3 && part < s.size() && digitsFrom(part + 1) == 2; ++parts) part += 3;
        if (part >= end + 6) end = part;
      }
    }
    std::fill(s.begin() + static_cast<std::ptrdiff_t>(i), s.begin() + static_cast<std::ptrdiff_t>(end), '|');
    i = end;
  }
}

}  // namespace

std::vector<NameToken> nameTokens(std::string name) {
  blankDates(name);
  const std::string_view s = name;
  std::vector<NameToken> list;
  std::size_t i = 0;
  while (i < s.size()) {
    const auto start = i;
    if (letter(s[i])) {
      while (i < s.size() && letter(s[i])) ++i;
      list.push_back({NameToken::Kind::word, std::string(s.substr(start, i - start))});
      continue;
    }
    if (!digit(s[i])) {
      while (i < s.size() && !letter(s[i]) && !digit(s[i])) ++i;
      list.push_back({NameToken::Kind::gap, std::string(s.substr(start, i - start))});
      continue;
    }
    while (i < s.size() && digit(s[i])) ++i;
    NameToken token{NameToken::Kind::number, {}};
    if (i + 1 < s.size() && s[i] == '.' && digit(s[i + 1])) {
      token.fractional = true;
      for (++i; i < s.size() && digit(s[i]);) ++i;
    }
    if (i + 2 < s.size() && s[i] == 'e' && (s[i + 1] == '-' || s[i + 1] == '+') && digit(s[i + 2])) {
      token.fractional = true;
      for (i += 2; i < s.size() && digit(s[i]);) ++i;
    }
    token.text = std::string(s.substr(start, i - start));
    std::from_chars(token.text.data(), token.text.data() + token.text.size(), token.value);
    const bool suffixEnds = i + 1 == s.size() || (i + 1 < s.size() && !letter(s[i + 1]) && !digit(s[i + 1]));
    if (i < s.size() && (s[i] == 'k' || s[i] == 'm') && suffixEnds) {
      token.value *= s[i] == 'k' ? 1e3 : 1e6;
      token.fractional = token.value != static_cast<double>(static_cast<std::int64_t>(token.value));
      ++i;
    }
    list.push_back(std::move(token));
  }
  return list;
}

}  // namespace spindle
