// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/sample/numbers.h"

#include "core/base/text.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

namespace spindle {

std::optional<double> numberFrom(std::string_view text, bool decimalComma) {
  text = trimmed(text);
  if (text.size() > 1 && text[0] == '+' && text[1] != '-' && text[1] != '+') text.remove_prefix(1);
  std::string withPoint;
  if (decimalComma) {
    if (text.find('.') != std::string_view::npos || std::count(text.begin(), text.end(), ',') > 1) return {};
    withPoint = text;
    std::replace(withPoint.begin(), withPoint.end(), ',', '.');
    text = withPoint;
  }
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range && end == text.data() + text.size()) {
    const bool tiny = text.find("e-") != text.npos || text.find("E-") != text.npos;
    const double size = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    return text[0] == '-' ? -size : size;
  }
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

}  // namespace spindle
