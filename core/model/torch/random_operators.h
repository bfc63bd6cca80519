// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <string>
#include <vector>

namespace spindle {

/// Operators of a graph that draw random numbers.
struct RandomOperators {
  std::vector<std::string> names;
  bool always = false;  ///< some stand outside of every branch and loop: each evaluation draws
};

/// Layers of noise with training off, and attention without dropout, draw nothing, whatever LibTorch's list says (from
/// 2.x on attention is on it).
RandomOperators randomOperators(const torch::jit::Graph& graph);

}  // namespace spindle
