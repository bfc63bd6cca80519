// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// Names and tensors of the module's parameters of real numbers; tied ones (an embedding that is the output layer too),
/// which are one tensor under several names, once. Throws UserError for complex ones.
std::vector<std::pair<std::string, at::Tensor>> distinctParameters(const torch::jit::Module& module);

}  // namespace spindle
