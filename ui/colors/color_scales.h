// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/colors/color_theme.h"

#include <array>

namespace spindle {

/// Eight colors of viridis in equal steps, dark to light.
const std::array<QColor, 8>& viridis();

/// viridis, linear between its colors, or light to dark in the theme gray; share from 0 to 1, beyond them those of the
/// ends, the theme's ground where it is NaN.
QColor sequentialColor(double share, ColorTheme theme);

/// The theme's middle at 0, its color of negative values at -1 and that of positive ones at 1 and beyond; its ground
/// where it is NaN.
QColor divergingColor(double minusOneToOne, ColorTheme theme);

/// The same where words and ground are given, as those of a desktop are.
QColor divergingColor(double minusOneToOne, ColorTheme theme, const QColor& words, const QColor& ground);

}  // namespace spindle
