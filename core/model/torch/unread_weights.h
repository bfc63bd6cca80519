// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/ir.h>

#include <string>
#include <vector>

namespace spindle {

/// Names of the module's parameters that `graph` (its forward, inlined) never reads: what a checkpoint says about them
/// changes no output. Empty where the module itself is handed on, so that nothing can be known.
std::vector<std::string> unreadParameters(const torch::jit::Graph& graph, const torch::jit::Module& module);

}  // namespace spindle
