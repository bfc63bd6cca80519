// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measurement.h"

#include <memory>
#include <vector>

namespace spindle {

/// The empirical neural tangent kernel of the score (METHOD.md#tangent-kernel): one gradient by all parameters for each
/// sample and checkpoint.
std::shared_ptr<const Measurement> kernelMeasurement();

/// The eigenvalues of a symmetric matrix of `size` rows, ascending.
std::vector<double> symmetricEigenvalues(const std::vector<double>& matrix, std::size_t size);

/// The matrix divided by the roots of its diagonal on both sides: cosines between gradients. A row of length 0 gives
/// 0, with 1 on the diagonal.
std::vector<double> withUnitDiagonal(std::vector<double> matrix, std::size_t size);

}  // namespace spindle
