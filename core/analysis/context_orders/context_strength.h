// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/context_orders/context_orders.h"
#include "core/analysis/resampling.h"

#include <span>
#include <vector>

namespace spindle {

/// Mean over some pairs (by number) of |I^(m)(i, j)| of one sample, m = 0 .. n - 2. The absolute value is taken after
/// the mean over contexts and before those over pairs and samples, as published. Empty without a pair.
std::vector<double> contextStrength(const ContextOrders& orders, std::span<const std::size_t> pairs);

/// J^(m) = S^(m) / mean over m' of S^(m'), so that they add up to their number; NaN where all are 0.
std::vector<double> relativeStrength(std::span<const double> strength);

/// Strength by context order over samples (METHOD.md#context-orders), with the interval of the relative strength under
/// resampling of samples.
struct ContextCurve {
  std::vector<double> strength;             ///< S^(m), in the score's unit
  std::vector<double> relative, low, high;  ///< J^(m); the ends are NaN for fewer than 2 samples
  std::size_t samples = 0;
};

/// bySample: contextStrength() of each sample; empty ones are left out. Everything is empty where none is left.
ContextCurve contextCurve(std::span<const std::vector<double>> bySample, const ResamplingOptions& options = {});

/// J^(m) of tables of independent, equally distributed scores: S^(m) is proportional to 1 / sqrt(C(n - 2, m)), a U.
std::vector<double> unstructuredRelativeStrength(int n);

}  // namespace spindle
