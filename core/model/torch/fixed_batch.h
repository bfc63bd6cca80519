// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <cstdint>
#include <vector>

namespace spindle {

/// Numbers of rows, from 2 to 4096, that a trace may have written into the graph: the first numbers of lists of sizes
/// (view(8, -1), zeros(2, 8, 4)). Few, smallest first.
std::vector<std::int64_t> possibleBatches(const torch::jit::Graph& graph);

}  // namespace spindle
