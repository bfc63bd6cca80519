// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/pattern_program.h"

#include <array>
#include <optional>
#include <string_view>

namespace spindle {

/// Start and end of what the leftmost match saves; nullopt without a match, and noPlace where it did not come by. Takes
/// time in proportion to program times text, and no stack.
std::optional<std::array<std::size_t, 2>> searchPattern(const PatternProgram& program, std::string_view text);
constexpr std::size_t noPlace = static_cast<std::size_t>(-1);

}  // namespace spindle
