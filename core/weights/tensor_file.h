// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_source.h"
#include "core/weights/weights.h"

#include <string>

namespace spindle {

/// The weights of one file that holds tensors itself, of any format but the indices. everything: with the numbers.
/// container: see readWeights. Throws UserError.
[[nodiscard]] Weights readTensorFile(const ByteSource& source, WeightsFormat format, const std::string& container,
                                     bool everything);

}  // namespace spindle
