// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/shell_word.h"

#include <string_view>

namespace spindle {

std::string shellWord(const std::string& text) {
  constexpr std::string_view plain = "/.,=+@-_%:0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace spindle
