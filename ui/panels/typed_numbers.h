// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace spindle {

/// "0.485, 0.456, 0.406".
QString numbersText(const std::vector<double>& numbers);

/// Numbers separated by commas or blanks; nothing where one of them is none.
std::optional<std::vector<double>> typedNumbers(const QString& text);

}  // namespace spindle
