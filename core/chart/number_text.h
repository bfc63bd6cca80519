// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace spindle {

/// A measured value for readers: four significant digits without trailing zeros, whole numbers and whole parts as they
/// are, below 1e-4 with an exponent ("3.12e-07"), "-" for NaN. Only 0 is "0". Does not depend on the locale.
std::string numberText(double value);

/// A step or epoch: at most four digits after the point, all before it; "-" where unknown.
std::string stepNumberText(double stepOrEpoch);

/// "12.3 %" of a share.
std::string percentText(double share);

}  // namespace spindle
