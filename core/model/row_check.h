// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace spindle {

/// Three different inputs, one after another: numbers between 0 and 1, 0 and 1/4, 0 and 2 (so that their largest
/// differ), or token ids 0 and 1 that begin with 1.
std::vector<float> probeRows(std::size_t elements, bool tokens);

/// Outputs of rows, one after another.
using EvaluateRows = std::function<std::vector<float>(std::span<const float> inputs, std::size_t rows)>;

enum class RowsVerdict {
  independent,  ///< each output is a function of its own input, up to rounding
  random,       ///< one input, evaluated twice, has two outputs
  dependent,    ///< the answer depends on the other inputs of the batch
};

struct RowCheck {
  RowsVerdict verdict = RowsVerdict::independent;
  double difference = 0.0;  ///< between two answers to the same input
  double range = 0.0;       ///< of all outputs
};

/// Whether two answers to the same input are equal up to rounding.
bool sameRows(std::span<const float> a, std::span<const float> b);

/// Asks for three rows alone, the first twice, and in batches of two and three in another order: 9 rows in all.
/// Rounding is taken to be below 1/1000 of the outputs' range or 1/100,000 of their size; alone, where nothing may
/// change the order of sums, below a millionth of their size.
RowCheck checkRows(std::span<const float> probes, std::size_t elements, const EvaluateRows& evaluate);

}  // namespace spindle
