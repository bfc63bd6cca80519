// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/pickle_value.h"

#include <span>
#include <string>
#include <string_view>

namespace spindle {

// How a pickle spells texts and large integers.

/// The escapes of protocol 0. asBytes: \xNN is a byte (quoted str of Python 2), else \uNNNN is a code point.
std::string unescapedPickle(std::string_view text, bool asBytes);

/// Two's complement, little-endian, any length; beyond 64 bits the nearest double.
PickleNode::Content pickleInteger(std::span<const std::byte> bytes);

}  // namespace spindle
