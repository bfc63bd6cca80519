// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/sample/in_quotes.h"

namespace spindle {

std::string inQuotes(std::string_view text) {
  constexpr std::size_t most = 60;
  std::string shown = "\"";
  for (const char c : text.substr(0, most)) {
    const auto code = static_cast<unsigned char>(c);
    shown += code < 0x20 || code == 0x7F ? '?' : c;
  }
  return shown + (text.size() > most ? "...\"" : "\"");
}

}  // namespace spindle
