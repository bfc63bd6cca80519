// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_source.h"
#include "core/weights/weights.h"

#include <optional>

namespace spindle {

/// What the bytes are, whatever the name says; nullopt when they are of none of the formats.
[[nodiscard]] std::optional<WeightsFormat> sniffWeightsFormat(const ByteSource& source);

/// Throws the sentence that fits bytes which are no weights: what they are, and what to do.
[[noreturn]] void refuseForeignFile(const ByteSource& source);

}  // namespace spindle
