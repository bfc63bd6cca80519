// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace spindle {

/// Text as one word of a shell, in quotes where it needs them.
std::string shellWord(const std::string& text);

}  // namespace spindle
