// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chart/number_text.h"

#include "core/base/text.h"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace spindle {
namespace {

/// "1.2500e-07" -> "1.25e-07", "3.00" -> "3".
std::string withoutTrailingZeros(const std::string& text) {
  const auto exponent = std::min(text.find('e'), text.size());
  std::string mantissa = text.substr(0, exponent);
  if (mantissa.find('.') != std::string::npos) {
    mantissa.erase(mantissa.find_last_not_of('0') + 1);
    if (mantissa.ends_with('.')) mantissa.pop_back();
  }
  return mantissa + text.substr(exponent);
}

}  // namespace

std::string numberText(double value) {
  constexpr int digits = 4;
  if (std::isnan(value)) return "-";
  if (value == 0.0) return "0";
  const double size = std::abs(value);
  const bool whole = value == std::round(value);
  char text[64];
  std::to_chars_result end{};
  if (size < 1e-4 || size >= 1e15) {
    end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, digits - 1);
  } else {
    const int decimals = whole ? 0 : std::max(0, digits - 1 - static_cast<int>(std::floor(std::log10(size))));
    end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, decimals);
  }
  return withoutTrailingZeros(std::string(text, end.ptr));
}

std::string stepNumberText(double stepOrEpoch) {
  if (std::isnan(stepOrEpoch)) return "-";
  if (std::abs(stepOrEpoch) >= 1e15) return shortest(stepOrEpoch);
  char text[64];
  std::snprintf(text, sizeof text, "%.4f", stepOrEpoch);
  const std::string shown = withoutTrailingZeros(text);
  return shown == "-0" ? "0" : shown;
}

std::string percentText(double share) {
  if (std::isnan(share)) return "-";
  return numberText(std::round(1000.0 * share) / 10.0) + " %";
}

}  // namespace spindle
