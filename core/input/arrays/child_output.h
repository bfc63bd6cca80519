// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// What a program writes to its standard output when it is started with the arguments; nothing where it cannot be
/// started, ends with another status than 0, dies of a signal, or has not ended within `patience` (then it is killed).
/// Its standard error goes nowhere. sizeOf: the number of bytes to come, by the first ones, so that memory is taken
/// once (0: not known). Waits; any thread.
std::optional<std::vector<std::byte>> childOutput(
    const std::filesystem::path& program, const std::vector<std::string>& arguments, std::chrono::milliseconds patience,
    const std::function<std::size_t(std::span<const std::byte> beginning)>& sizeOf = {});

}  // namespace spindle
