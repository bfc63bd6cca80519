// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <memory>

namespace spindle {

/// A copy of the graph whose max_pool2d gives the same values some ten times as fast. LibTorch's own also finds the
/// place of each maximum, number by number, and takes more of a LeNet's time than its convolutions. Windows with
/// padding, dilation or a rounded-up size still go to LibTorch, and so does all that is differentiated: its derivative
/// at ties is PyTorch's.
std::shared_ptr<torch::jit::Graph> withFastMaxPooling(const torch::jit::Graph& graph);

}  // namespace spindle
