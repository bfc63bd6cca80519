// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace spindle {

/// Appends a code point. One that is no character is written all the same, as its bits ask.
void appendUtf8(std::string& out, std::uint32_t point);

}  // namespace spindle
