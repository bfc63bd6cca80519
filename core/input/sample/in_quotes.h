// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace spindle {

/// Text from a file for a message: in quotation marks, control characters as '?', at most 60 bytes.
std::string inQuotes(std::string_view text);

}  // namespace spindle
