// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv_text.h"

#include <charconv>

namespace spindle {
namespace {

/// Spreadsheets take such a cell for a formula, and a formula can start programs. Numbers are harmless.
bool isFormula(const std::string& text) {
  if (text.empty() || std::string_view("=+-@\t\r").find(text.front()) == std::string_view::npos) return false;
  const char* first = text.data() + (text.front() == '+' ? 1 : 0);
  const char* last = text.data() + text.size();
  double value = 0.0;
  const auto [end, error] = std::from_chars(first, last, value);
  return error != std::errc{} || end != last;
}

}  // namespace

std::string csvCell(const std::string& name) {
  std::string text = isFormula(name) ? "'" + name : name;
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

void appendCsvLine(std::string& text, std::initializer_list<std::string_view> cells) {
  bool first = true;
  for (const auto cell : cells) {
    if (!first) text += ',';
    text += cell;
    first = false;
  }
  text += '\n';
}

}  // namespace spindle
