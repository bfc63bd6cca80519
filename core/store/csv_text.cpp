#include "core/store/csv_text.h"

namespace spindle {

std::string csvCell(const std::string& text) {
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
