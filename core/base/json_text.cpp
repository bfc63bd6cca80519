// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_text.h"

#include <vector>

namespace spindle {

std::string jsonProblem(std::string_view text, std::size_t mostKeys) {
  std::vector<std::size_t> keys;  // of each object or list that is open
  std::size_t values = 1;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      keys.push_back(0);
      if (keys.size() > mostJsonLevels) return "is nested more than " + std::to_string(mostJsonLevels) + " levels deep";
    } else if ((c == '}' || c == ']') && !keys.empty()) {
      keys.pop_back();
    } else if (c == ',' && ++values > mostJsonValues) {
      return "has more than " + std::to_string(mostJsonValues) + " values";
    } else if (c == ':' && !keys.empty() && ++keys.back() > mostKeys) {
      return "has an object with more than " + std::to_string(mostKeys) + " keys";
    }
  }
  return {};
}

}  // namespace spindle
