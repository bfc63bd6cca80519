// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/ir.h>

#include <memory>

namespace spindle {

/// Puts constants in the place of all attributes of the module that `graph` (its forward, inlined) reads and never
/// writes, but for parameters, and works out what follows from them alone: what freezing does, with derivatives by
/// the parameters still to be had. The module is in evaluation mode.
void makeAttributesConstant(std::shared_ptr<torch::jit::Graph> graph, const torch::jit::Module& module);

}  // namespace spindle
