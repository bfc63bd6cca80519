// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/sample_interactions.h"
#include "core/dynamics/strength_curve.h"

#include <cstddef>
#include <vector>

namespace spindle {

/// |I| of all coalitions and samples pooled, in descending order, for a logarithmic axis (METHOD.md#sparsity-curve).
/// rank[i] counts from 1; interactions of exactly 0 are counted in `pooled` but not drawn.
struct SparsityCurve {
  std::vector<std::size_t> rank;
  std::vector<double> strength;
  std::size_t pooled = 0;   ///< number of interactions: samples * (2 * 2^n - 2 - n) for both kinds
  std::size_t salient = 0;  ///< of these at or above the threshold
  double threshold = 0.0;
};

/// After the order-1 merge, without the empty set. most > 0 thins the curve to about that many points, evenly spaced in
/// the logarithm of the rank; the first and the last stay. O(m log m) for m interactions.
SparsityCurve sparsityCurve(std::span<const SampleInteractions> samples, double threshold,
                            InteractionPart part = InteractionPart::both, std::size_t most = 0);

}  // namespace spindle
