// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_source.h"
#include "core/weights/weights.h"

namespace spindle {

/// Weights in several files, as Hugging Face writes them: `weight_map` of the index names the file of each tensor. The
/// files lie beside the index. Throws UserError when one is missing or lacks a tensor.
[[nodiscard]] Weights readSharded(const ByteSource& index, WeightsFormat format, bool everything);

}  // namespace spindle
