// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/game/decomposition.h"

#include <span>
#include <vector>

namespace spindle {

/// Decomposes each table on its own (the result of one never depends on the others, nor on their number or order).
/// Where several decompositions are equally sparse, sparsest_solver.h says which one is returned. tables: equal n,
/// finite scores v(T) in the score's unit, not shifted. n <= 16 for sparsest and published. Throws
/// std::invalid_argument for scores that are not finite or unequal n; Stopped when control says so. Cost: sparsest
/// takes some hundred iterations of O(n 2^n) a table. Safe to call from several threads.
std::vector<Decomposition> decompose(std::span<const CoalitionTable> tables, const DecompositionOptions& options,
                                     const RunControl& control = RunControl());

}  // namespace spindle
