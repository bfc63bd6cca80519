// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/tensor.h"

#include <ATen/core/Tensor.h>

namespace spindle {

/// The numbers as a tensor of LibTorch: single precision for floating types, int64 for whole numbers. float32 is taken
/// over without a copy, so that a large checkpoint is in memory once.
at::Tensor adoptedTensor(Tensor tensor);

}  // namespace spindle
