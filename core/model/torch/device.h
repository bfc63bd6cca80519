// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <c10/core/Device.h>
#include <string>

namespace spindle {

/// Of "cpu" or "cuda:0" (see deviceFrom). On a GPU: single precision throughout (no TF32), and the same operation for
/// the same shape every time.
at::Device deviceOf(const std::string& name);

/// Tensors and devices that stand in the graph as constants: a trace keeps those of the machine where it was made.
void moveConstants(torch::jit::Block& block, at::Device device);

}  // namespace spindle
