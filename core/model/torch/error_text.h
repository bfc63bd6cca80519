// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <string>

namespace spindle {

/// The one line of a LibTorch exception that says what is wrong, without stack traces and full stop.
std::string errorText(const std::exception& error);

}  // namespace spindle
