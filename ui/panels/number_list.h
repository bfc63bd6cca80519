// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace spindle {

/// "0.485, 0.456, 0.406".
QString numberListText(const std::vector<double>& numbers);

/// Numbers separated by commas or blanks; nothing where one of them is none.
std::optional<std::vector<double>> numberListFrom(const QString& text);

}  // namespace spindle
