// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/colors/color_role.h"

#include <QColor>

namespace spindle {

/// The looks that things are drawn in, columns of one table: on screen, and on paper by palette.
enum class ColorTheme { light, dark, safe, redBlue, gray };

/// The color of a role in a theme. Neutral ones are mixed of the theme's words and its ground.
QColor themeColor(ColorRole role, ColorTheme theme);

/// The same where words and ground are given, as those of a desktop are.
QColor themeColor(ColorRole role, ColorTheme theme, const QColor& words, const QColor& ground);

/// Between two colors, in each channel: from at 0, to at 1.
QColor mixedColor(const QColor& from, const QColor& to, double share);

}  // namespace spindle
