// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace spindle::app {

/// "0-19,25" -> 0, 1, ..., 19, 25. Throws UserError naming `option` for anything else, for a falling range, for a
/// number given twice and for more than 100,000 numbers.
std::vector<std::size_t> parseIndexList(std::string_view text, const std::string& option);

/// "0,34,6000" -> those numbers. Throws UserError naming `option` for anything else.
std::vector<double> parseNumbers(std::string_view text, const std::string& option);

/// "conv1, relu2" -> those names, each once. Throws UserError naming `option` where one is empty.
std::vector<std::string> parseNames(std::string_view text, const std::string& option);

/// "7x7" -> {7, 7}; both from 1 to 1000. Throws UserError naming `option`.
std::pair<int, int> parseGrid(std::string_view text, const std::string& option);

/// "1280x720" as width and height in pixels. Throws UserError.
std::pair<int, int> parseSize(std::string_view text, const std::string& option);

}  // namespace spindle::app
