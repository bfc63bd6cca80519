// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/game/coalition_table.h"

#include <span>

namespace spindle {

/// A game v: coalitions in, scores out, evaluated in batches. A masked network is one, a toy game another.
/// Laws (checked by tests/core/game/value_function_laws.h): the score of a coalition is finite, the same whenever it
/// is evaluated, and does not depend on the other coalitions of the batch beyond the rounding of the network's own
/// arithmetic.
class ValueFunction {
 public:
  virtual ~ValueFunction() = default;

  [[nodiscard]] virtual int variables() const = 0;

  /// scores[i] = v(coalitions[i]); the spans have equal length.
  virtual void evaluate(std::span<const Coalition> coalitions, std::span<double> scores) const = 0;
};

/// All 2^n scores, evaluated in index order in batches of `batch`. Throws Stopped when control says so.
CoalitionTable tabulate(const ValueFunction& game, const RunControl& control, std::size_t batch = 256);

}  // namespace spindle
