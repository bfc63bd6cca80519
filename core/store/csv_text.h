#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace spindle {

/// Text as a cell of CSV: in quotation marks where it must be (RFC 4180).
std::string csvCell(const std::string& text);

/// Cells as they stand, separated by commas, and a line feed.
void appendCsvLine(std::string& text, std::initializer_list<std::string_view> cells);

}  // namespace spindle
