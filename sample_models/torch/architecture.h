// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/recipe.h"

#include <torch/csrc/jit/api/module.h>

namespace spindle {

/// The recipe's network for 28x28 images and ten classes as a TorchScript module, so that it can be saved with its
/// code. Weights are drawn from LibTorch's default generator by PyTorch's usual rules.
torch::jit::Module makeArchitecture(const Recipe& recipe);

}  // namespace spindle
