// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/labeled_data.h"

#include <span>

namespace spindle {

/// 10 sin(pi x1 x2) + 20 (x3 - 1/2)^2 + 10 x4 + 5 x5 of ten variables, of which the first two interact and the last
/// five do nothing. Source: J. H. Friedman, "Multivariate Adaptive Regression Splines", Annals of Statistics 1991,
/// section 4.3.
double friedmanFunction(std::span<const float> x);

/// 1,000 rows, uniform in [0, 1]^10, and the function with noise N(0, 1), standardized; drawn with a fixed seed.
LabeledData readFriedman(const DataRequest& request);

}  // namespace spindle
