// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/number_list.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace spindle::app {
namespace {

constexpr std::size_t mostIndices = 100000;

template <class Integer>
bool readNumber(std::string_view text, Integer& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

}  // namespace

std::vector<std::string> parseNames(std::string_view text, const std::string& option) {
  std::vector<std::string> names;
  for (std::string_view rest = text;;) {
    const auto comma = rest.find(',');
    const std::string name(trimmed(rest.substr(0, comma)));
    if (name.empty())
      throw UserError(option + ": \"" + printable(text) +
                      "\" is not a list of names; give them with commas between, such as conv1,relu2.");
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    if (comma == std::string_view::npos) return names;
    rest = rest.substr(comma + 1);
  }
}

std::vector<std::size_t> parseIndexList(std::string_view text, const std::string& option) {
  const auto refuse = [&](const std::string& why) {
    return UserError(option + ": \"" + std::string(text) + "\" " + why + "; give numbers and ranges such as 0-19,25.");
  };
  std::vector<std::size_t> indices;
  std::set<std::size_t> seen;
  std::string_view rest = text;
  while (true) {
    const auto comma = rest.find(',');
    const std::string_view part = rest.substr(0, comma);
    const auto dash = part.find('-');
    std::size_t first = 0;
    std::size_t last = 0;
    if (!readNumber(part.substr(0, dash), first)) throw refuse("is not a list of numbers");
    last = first;
    if (dash != std::string_view::npos && !readNumber(part.substr(dash + 1), last))
      throw refuse("is not a list of numbers");
    if (last < first) throw refuse("has a descending range");
    if (last - first >= mostIndices || indices.size() + (last - first) >= mostIndices)
      throw refuse("lists more than 100000 numbers");
    for (std::size_t i = first; i <= last; ++i) {
      if (!seen.insert(i).second) throw refuse("lists " + std::to_string(i) + " twice");
      indices.push_back(i);
    }
    if (comma == std::string_view::npos) return indices;
    rest.remove_prefix(comma + 1);
  }
}

std::vector<double> parseNumbers(std::string_view text, const std::string& option) {
  std::vector<double> numbers;
  for (std::string_view rest = text;;) {
    const auto comma = rest.find(',');
    double number = 0.0;
    if (!readNumber(rest.substr(0, comma), number))
      throw UserError(option + ": \"" + std::string(text) + "\" is not a list of numbers such as 0,34,6000.");
    numbers.push_back(number);
    if (comma == std::string_view::npos) return numbers;
    rest.remove_prefix(comma + 1);
  }
}

namespace {

std::optional<std::pair<int, int>> parsePair(std::string_view text, int most) {
  const auto cross = text.find('x');
  int first = 0;
  int second = 0;
  if (cross == std::string_view::npos || !readNumber(text.substr(0, cross), first) ||
      !readNumber(text.substr(cross + 1), second))
    return std::nullopt;
  if (first < 1 || second < 1 || first > most || second > most) return std::nullopt;
  return std::pair(first, second);
}

}  // namespace

std::pair<int, int> parseGrid(std::string_view text, const std::string& option) {
  if (const auto grid = parsePair(text, 1000)) return *grid;
  throw UserError(option + ": \"" + std::string(text) + "\" is not a grid; give rows x columns such as 7x7.");
}

std::pair<int, int> parseSize(std::string_view text, const std::string& option) {
  if (const auto size = parsePair(text, 100000)) return *size;
  throw UserError(option + ": \"" + std::string(text) + "\" is not a size; give width x height such as 1280x720.");
}

}  // namespace spindle::app
