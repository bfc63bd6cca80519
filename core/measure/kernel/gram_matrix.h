// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace spindle {

/// Writes row `i`; the same numbers each time.
using WriteRow = std::function<void(std::size_t i, std::span<float> row)>;

/// G G^T of the matrix whose `count` rows of `width` numbers are written when needed, row by row; sums in double, whose
/// order depends on nothing but the width. At most `held` numbers and two rows are in memory: with b rows fitting, each
/// row is written about count / (2 b) + 1 times. Symmetric to the last bit.
std::vector<double> gramMatrix(std::size_t count, std::size_t width, std::size_t held, const WriteRow& row);

}  // namespace spindle
