// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/stored_kernel.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace spindle {

/// The ends of a spectrum.
struct SpectrumEnds {
  double least = 0.0, largest = 0.0;

  /// The least is not told apart from 0: gradients are in single precision.
  [[nodiscard]] bool singular() const { return !(least > 1e-12 * largest); }
  /// largest / least; NaN where singular.
  [[nodiscard]] double condition() const;
};

/// A kernel in numbers (METHOD.md#tangent-kernel).
struct KernelNumbers {
  SpectrumEnds raw, normalized;
  double distance = 0.0;       ///< ||K - K0|| / ||K0||, K0: of the first known checkpoint
  double shapeDistance = 0.0;  ///< of both divided by their norms; 0 to sqrt(2)
  double diagonal = 0.0;       ///< mean squared length of a gradient
};

/// Of each checkpoint; none where the kernel is not known. O(C N^2).
std::vector<std::optional<KernelNumbers>> kernelNumbers(const TangentKernel& kernel);

/// The cosine between the gradients of samples i and j; 0 where one has no length.
double gradientCosine(const TangentKernel& kernel, std::size_t checkpoint, std::size_t i, std::size_t j);

}  // namespace spindle
