// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/colors/color_theme.h"

#include <span>
#include <string>
#include <string_view>

namespace spindle {

/// Sets of colors of figures. safe: Okabe-Ito, told apart by color-blind readers; redBlue: the pair of diverging maps,
/// darker; gray: for grayscale print, AND dark and light by sign, OR in between and hatched.
enum class Palette { safe, redBlue, gray };

/// The words of the command line, in the order of the enumeration.
std::span<const std::string_view> paletteNames();
std::string toText(Palette palette);
Palette paletteFrom(const std::string& text);  ///< throws UserError

/// The colors of a palette in print: on white, OR as the lighter tint of its sign.
ColorTheme themeOf(Palette palette);

/// An ink or anything else that has a color, in print.
inline QColor paperColor(ColorRole role, Palette palette = Palette::safe) {
  return themeColor(role, themeOf(palette));
}
inline QColor paperColor(const Ink& ink, Palette palette) {
  return paperColor(roleOf(ink), palette);
}

}  // namespace spindle
