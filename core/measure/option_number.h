// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/measurement.h"

#include <charconv>
#include <limits>
#include <string>
#include <type_traits>

namespace spindle {

/// The option of a measurement as a number from low to high; `usual` where it was not given. Throws UserError.
template <class Number>
Number optionNumber(const MeasurementRequest& request, const std::string& name, Number usual, Number low, Number high) {
  const auto found = request.options.find(name);
  if (found == request.options.end()) return usual;
  const std::string& text = found->second;
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && value >= low && value <= high) return value;
  const std::string kind = std::is_integral_v<Number> ? "a whole number" : "a number";
  const auto number = [](Number one) {
    if constexpr (std::is_integral_v<Number>) return std::to_string(one);
    return shortest(static_cast<double>(one));
  };
  throw UserError("--" + name + " takes " + kind +
                  (high == std::numeric_limits<Number>::max() ? "" : " from " + number(low) + " to " + number(high)) +
                  ", not \"" + printable(text) + "\".");
}

}  // namespace spindle
