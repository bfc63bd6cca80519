// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/sample_interactions.h"

#include <optional>
#include <span>
#include <vector>

namespace spindle {

// Time scales of learning as alignment R and size Q beside a teacher (METHOD.md#scales; Pezeshki et al., ICML 2022,
// arXiv 2112.03215); here the features are the interactions of one order, and the teacher is a reference checkpoint.

/// Inner products by order, order k at index k - 1, of the interactions a of a checkpoint and a* of the reference, AND
/// and OR entries after the order-1 merge, over all samples that were added.
struct OrderProducts {
  std::vector<double> product;    ///< <a, a*>
  std::vector<double> square;     ///< |a|^2
  std::vector<double> reference;  ///< |a*|^2

  explicit OrderProducts(int variables = 0);
  /// Adds one sample, which must be present in both. O(2^n). Throws std::invalid_argument when sizes differ.
  void add(const SampleInteractions& here, const SampleInteractions& there);
};

/// R = <a, a*> / |a*|^2, Q = |a|^2 / |a*|^2, and |a - a*|^2 / |a*|^2 = 1 + Q - 2 R, by order. NaN where |a*| is 0.
struct OrderScales {
  std::vector<double> r, q, error;
};
OrderScales orderScales(const OrderProducts& products);

/// When an error falls to 1/2, half of that of a network without interactions: for the first time, and from when on it
/// stays there. Between checkpoints by linear interpolation in log(1 + step); none where it does not.
struct HalfTime {
  std::optional<double> first, settled;
};
/// steps ascending; errors of equal number, NaN where unknown.
HalfTime halfTime(std::span<const double> steps, std::span<const double> errors);

}  // namespace spindle
