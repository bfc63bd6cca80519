// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/ir/ir.h>

namespace spindle {

/// What an input that masks tokens must hold, read off the operations that use it.
enum class MaskSense {
  unknown,   ///< nothing that is recognized
  tokens,    ///< true or 1 where a token stands: multiplied, attended to, or negated before it hides
  padding,   ///< true or 1 at padding: masked_fill, -1e9 times it
  additive,  ///< added to scores as it is: 0 and -infinity, which no mask of ones and zeros is
  mixed,     ///< used in ways that contradict each other
};

MaskSense maskSense(const torch::jit::Value* mask);

}  // namespace spindle
