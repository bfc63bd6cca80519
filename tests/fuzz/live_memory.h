// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace spindle::fuzz {

/// Bytes that operator new has handed out and not got back, and the most since the last reset. Linking live_memory.cpp
/// replaces operator new of the program.
std::size_t liveBytes();
std::size_t mostLiveBytes();
void resetMostLiveBytes();

}  // namespace spindle::fuzz
