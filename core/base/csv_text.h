// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace spindle {

/// A name as a cell of CSV: in quotation marks where it must be (RFC 4180), and with an apostrophe in front where a
/// spreadsheet would take it for a formula (it begins with = + - @, a tab or a carriage return and is not a number).
std::string csvCell(const std::string& name);

/// Cells as they stand, separated by commas, and a line feed.
void appendCsvLine(std::string& text, std::initializer_list<std::string_view> cells);

}  // namespace spindle
