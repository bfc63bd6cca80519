// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_strength.h"

#include <span>
#include <vector>

namespace spindle {

/// Mean and standard deviation (with m - 1; NaN for a single value) of numbers.
struct Spread {
  double mean = 0.0, deviation = 0.0;
};
Spread spreadOf(std::span<const double> values);

/// Mean and spread of the strength by order over repeated draws of the input variables.
struct StrengthBand {
  std::vector<double> mean, deviation;  ///< of total(k); deviation with m - 1, NaN for a single draw
  std::size_t draws = 0;
};

/// draws: the same checkpoint, other variables; those without samples are left out. Equal n, else
/// std::invalid_argument.
StrengthBand strengthBand(std::span<const OrderStrength> draws);

}  // namespace spindle
