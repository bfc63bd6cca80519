// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace spindle {

/// The number that the whole text, without blanks at its ends, stands for: "1", "-2.5e3", "+4", "nan", "inf"; with
/// decimalComma "2,5" as well, and no point then. Too large is infinite, too
/// small is 0. Independent of the locale; nothing for any other text.
std::optional<double> numberFrom(std::string_view text, bool decimalComma = false);

}  // namespace spindle
